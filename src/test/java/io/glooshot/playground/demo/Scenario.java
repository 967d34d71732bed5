package io.glooshot.playground.demo;

import io.glooshot.api.ExperimentStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An experiment of the tutorial, and what has to come of it.
 *
 * @param name the experiment's, and its file's in {@code kubernetes/examples}
 * @param reviews the reviews service that its users look at
 * @param usersAreHurt whether the fault must reach them
 * @param checkFailsAfter when the users' own check starts to say no, where there is one
 */
record Scenario(
        String name,
        String question,
        String reviews,
        boolean usersAreHurt,
        State expectedState,
        String expectedReason,
        Optional<Duration> checkFailsAfter) {

    static final List<Scenario> TUTORIAL = List.of(
            new Scenario(
                    "abort-ratings",
                    "Ratings fail. Do reviews survive that? (Fragile ones do not.)",
                    "reviews",
                    true,
                    State.Failed,
                    "ConditionMet",
                    Optional.empty()),
            new Scenario(
                    "abort-ratings-resilient",
                    "Ratings fail. Do reviews that can do without them survive?",
                    "reviews-resilient",
                    false,
                    State.Succeeded,
                    "DeadlineReached",
                    Optional.empty()),
            new Scenario(
                    "delay-ratings",
                    "Ratings are slow. A check of the users' own is the judge, and will say no after some seconds.",
                    "reviews",
                    true,
                    State.Failed,
                    "ConditionMet",
                    Optional.of(Duration.ofSeconds(6))));

    Path file() {
        return Path.of("kubernetes", "examples", name + ".yaml");
    }

    String expected() {
        return expectedState + " (" + expectedReason + ")";
    }
}
