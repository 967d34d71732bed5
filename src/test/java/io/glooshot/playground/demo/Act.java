package io.glooshot.playground.demo;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.LiveLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One experiment from apply until its users have been well again for a while, with a live line about it. */
final class Act {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** Enough to see a fault of any size that was left behind: without one all of them are well. */
    private static final int REQUESTS_AFTERWARDS = 50;

    private static final int HEALTHY = 200;
    private static final int UNAVAILABLE = 503;

    private final Stage stage;
    private final Scenario scenario;
    private final Users users;
    private final Trace trace = new Trace();
    private ExperimentStatus status;
    private boolean checkFails;

    Act(Stage stage, Scenario scenario) {
        this.stage = stage;
        this.scenario = scenario;
        this.users = stage.usersOf(scenario.reviews());
    }

    Ending play() {
        stage.check().answerWith(HEALTHY);
        Instant applied = Instant.now();
        stage.apply(scenario.file());
        withLine(this::follow);
        Instant ended = Instant.now();
        withLine(line -> watchUsersAfterwards(line, ended));
        return new Ending(scenario, status, stage.report(scenario.name()), Experience.of(users, applied, ended));
    }

    private void withLine(Consumer<LiveLine> part) {
        try (LiveLine line = stage.progress().liveLine()) {
            part.accept(line);
        }
    }

    private void follow(LiveLine line) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .atMost(LIMIT)
                    .until(() -> {
                        stage.experiment(scenario.name()).ifPresent(experiment -> look(experiment, line));
                        return status != null
                                && status.state() != null
                                && status.state().isFinal();
                    });
        } catch (ConditionTimeoutException e) {
            line.note(scenario.name() + " did not end within " + LIMIT.toSeconds() + " s");
        }
    }

    private void look(Experiment experiment, LiveLine line) {
        if (experiment.getStatus() == null || experiment.getStatus().state() == null) {
            return;
        }
        status = experiment.getStatus();
        trace.follow(experiment);
        line.show(
                scenario.name() + " " + status.state(),
                Stream.of(times(), trace.toString(), users.now().toString())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("  ")));
        scenario.checkFailsAfter().ifPresent(delay -> turnCheck(delay, line));
    }

    private void turnCheck(Duration delay, LiveLine line) {
        if (!checkFails && status.state() == State.Started && elapsed().compareTo(delay) >= 0) {
            checkFails = true;
            line.note("The users' check now answers " + UNAVAILABLE);
            stage.check().answerWith(UNAVAILABLE);
        }
    }

    private String times() {
        // A pending one can wait for another for longer than it will run.
        if (status.timeStarted() == null || status.deadline() == null) {
            return "";
        }
        Duration whole = Duration.between(Instant.parse(status.timeStarted()), Instant.parse(status.deadline()));
        return String.format(Locale.ROOT, "%.1f s of %d s", elapsed().toMillis() / 1000.0, whole.toSeconds());
    }

    private Duration elapsed() {
        Instant end = status.timeFinished() == null ? Instant.now() : Instant.parse(status.timeFinished());
        return Duration.between(Instant.parse(status.timeStarted()), end);
    }

    private void watchUsersAfterwards(LiveLine line, Instant ended) {
        try {
            Awaitility.await().pollInterval(LOOK).atMost(LIMIT).until(() -> {
                Users.Mood mood = users.since(ended);
                line.show(scenario.name() + " afterwards", mood.requests() + " requests: " + mood);
                return mood.requests() >= REQUESTS_AFTERWARDS;
            });
        } catch (ConditionTimeoutException e) {
            line.note("the page did not answer " + REQUESTS_AFTERWARDS + " times within " + LIMIT.toSeconds() + " s");
        }
    }
}
