package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever is the last to know that a run has ended and that its object is gone has to forget the run. */
class RunTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Plan plan = new Plan(
            "uid",
            "bookinfo",
            "taken",
            null,
            List.of(),
            List.of(),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));
    private final Run run = new Run(
            plan,
            null,
            new Pending(),
            History.of(List.of(), plan.maxBlind(), check -> null),
            List.of(),
            false,
            () -> {});

    @Test
    void theEndKnowsThatTheObjectWentBefore() {
        assertThat(run.orphan()).isFalse();

        assertThat(run.end()).isTrue();
    }

    @Test
    void whoTakesTheObjectAwayKnowsThatTheRunEndedBefore() {
        assertThat(run.end()).isFalse();

        assertThat(run.orphan()).isTrue();
    }

    @Test
    void nothingWaitsToBeStoredWhenTheObjectIsGone() {
        ExperimentState started = new Started(NOON, NOON.plusSeconds(60));
        CompletableFuture<Void> stored = run.record(started).subscribeAsCompletionStage();
        assertThat(stored).isNotDone();

        run.orphan();

        assertThat(stored).isCompleted();
        assertThat(run.record(started).subscribeAsCompletionStage()).isCompleted();
    }
}
