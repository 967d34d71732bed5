package io.glooshot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExperimentStateTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Started started = new Pending().start(START, START.plusSeconds(60));

    @Test
    void goesFromPendingThroughStartedAndStoppingToItsOutcome() {
        Stopping stopping = started.stop(new Verdict.Passed(), START.plusSeconds(60));
        Finished finished = stopping.finish(START.plusSeconds(61));

        assertThat(started.state()).isEqualTo(State.Started);
        assertThat(stopping.state()).isEqualTo(State.Stopping);
        assertThat(stopping.started()).isEqualTo(started);
        assertThat(finished.state()).isEqualTo(State.Succeeded);
        assertThat(finished.reason()).isEqualTo("DeadlineReached");
        assertThat(finished.at()).isEqualTo(START.plusSeconds(61));
    }

    @Test
    void failsWhenAConditionWasMet() {
        Verdict breach = new Verdict.Breached(Readings.value(Readings.check("errors"), 1, 2));

        assertThat(started.stop(breach, START).finish(START).result()).isEqualTo(State.Failed);
    }

    @Test
    void abortsFromPendingWithoutEverHavingStarted() {
        Finished finished = new Pending().abort(new Verdict.Aborted("MeshUnknown", "No such mesh."), START);

        assertThat(finished).isEqualTo(new Finished(State.Aborted, "MeshUnknown", "No such mesh.", START));
    }

    @Test
    void hasNoOutcomeThatIsNotFinal() {
        assertThatThrownBy(() -> new Finished(State.Started, "", "", START))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
