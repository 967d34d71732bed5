package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0s",
        "PT0S, 0s",
        "PT0.9S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT2M1S, 2m1s",
        "PT9M59S, 9m59s",
        "PT10M59S, 10m",
        "PT2H59M59S, 179m",
        "PT3H, 3h",
        "PT7H59M, 7h59m",
        "PT8H1M, 8h",
        "PT47H59M, 47h",
        "PT48H, 2d",
        "PT73H, 3d1h",
        "P8D, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P735D, 2y5d",
        "P3000D, 8y"
    })
    void isCoarserTheLongerItIs(Duration duration, String text) {
        assertThat(HumanDuration.of(duration)).isEqualTo(text);
    }

    @Test
    void tellsHowLongAgoATimeWas() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");

        assertThat(HumanDuration.since("2026-01-31T11:55:30Z", now)).isEqualTo("4m30s");
        assertThat(HumanDuration.since(null, now)).isNull();
        assertThat(HumanDuration.since("yesterday", now)).isEqualTo("yesterday");
    }
}
