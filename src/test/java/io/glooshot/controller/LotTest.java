package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LotTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Started STARTED = new Started(NOON, NOON.plusSeconds(60));
    private static final Stopping STOPPING = STARTED.stop(new Verdict.Passed(), NOON);

    static Stream<Arguments> runs() {
        return Stream.of(
                arguments(new Pending(), false, Lot.EARLY),
                arguments(STARTED, false, Lot.OF_ITS_RUN),
                arguments(STOPPING, false, Lot.OF_ITS_RUN),
                arguments(STOPPING, true, Lot.REMOVED),
                arguments(STOPPING.finish(NOON), true, Lot.REMOVED),
                // One that was given up before it began.
                arguments(new Finished(State.Aborted, "Stopped", "", NOON), false, Lot.REMOVED));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void ofWhatThisProcessConducts(ExperimentState run, boolean removed, Lot lot) {
        assertThat(Lot.of(run, removed)).isEqualTo(lot);
    }

    @ParameterizedTest
    @CsvSource({
        "Pending, EARLY",
        "Started, UNATTENDED",
        "Stopping, UNATTENDED",
        "Succeeded, FINISHED",
        "Failed, FINISHED",
        "Aborted, FINISHED"
    })
    void ofWhatIsStored(State state, Lot lot) {
        assertThat(Lot.of(Optional.of(StoredExperiments.in(state)))).isEqualTo(lot);
    }

    @Test
    void ofWhatNobodyKnows() {
        assertThat(Lot.of(Optional.empty())).isEqualTo(Lot.GONE);
        assertThat(Lot.of(Optional.of(new Experiment()))).isEqualTo(Lot.EARLY);
        assertThat(Lot.of(Optional.of(StoredExperiments.in(null)))).isEqualTo(Lot.EARLY);
    }
}
