package io.glooshot.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // state, deadline, silent, kill switch, cause
                "Started,   2026-06-01T12:00:01Z, false, false, -",
                "Stopping,  2026-06-01T12:00:01Z, false, false, -",
                "Started,   2026-06-01T12:00:00Z, false, false, OVERDUE",
                "Stopping,  2026-06-01T11:59:59Z, false, false, OVERDUE",
                "Started,   noon,                 false, false, OVERDUE",
                "Started,   -,                    false, false, OVERDUE",
                "Pending,   -,                    false, false, NOT_BEGUN",
                "-,         -,                    false, false, NOT_BEGUN",
                "Failed,    2026-06-01T12:00:01Z, false, false, FINISHED",
                "Succeeded, 2026-06-01T12:00:01Z, false, false, FINISHED",
                "Aborted,   2026-06-01T12:00:01Z, false, false, FINISHED",
                "Started,   2026-06-01T12:00:01Z, true,  false, UNWATCHED",
                "Started,   2026-06-01T12:00:01Z, false, true,  KILL_SWITCH",
                "Started,   2026-06-01T12:00:01Z, true,  true,  KILL_SWITCH",
            })
    void looksForACause(String state, String deadline, boolean silent, boolean killSwitch, Cause cause) {
        assertThat(new Judgement(silent, killSwitch, NOON).of(Optional.of(experiment(state, deadline))))
                .isEqualTo(Optional.ofNullable(cause));
    }

    @ParameterizedTest
    @CsvSource({"false, false, GONE", "true, false, UNWATCHED", "false, true, KILL_SWITCH"})
    void aFaultWithoutAnExperimentNeverStays(boolean silent, boolean killSwitch, Cause cause) {
        assertThat(new Judgement(silent, killSwitch, NOON).of(Optional.empty())).contains(cause);
    }

    private static Experiment experiment(String state, String deadline) {
        String status = state == null
                ? ""
                : "status: {state: %s%s}".formatted(state, deadline == null ? "" : ", deadline: '" + deadline + "'");
        return Serialization.unmarshal("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: any, namespace: any}
                spec: {}
                """ + status, Experiment.class);
    }
}
