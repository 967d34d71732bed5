package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRunsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1_001, 20_000, 3_600_000})
    void endsARunThatStartsInTheFuture(long millis) {
        Verdict.Aborted verdict = StoredRuns.verdictOnClock(NOW.plus(Duration.ofMillis(millis)), NOW)
                .orElseThrow();

        assertThat(verdict.reason()).isEqualTo("ClockChanged");
        assertThat(verdict.message()).contains("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, -1, 0, 500, 1_000})
    void toleratesClocksThatAreNotQuiteTheSame(long millis) {
        assertThat(StoredRuns.verdictOnClock(NOW.plus(Duration.ofMillis(millis)), NOW))
                .isEmpty();
    }
}
