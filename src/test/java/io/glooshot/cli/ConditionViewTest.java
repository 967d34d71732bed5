package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionViewTest {

    @ParameterizedTest
    @CsvSource({
        "0.9980392156862745, 0.998",
        "123456.789,         123500",
        "0.000012345678,     0.00001235",
        "0.00000001234567,   1.235E-8",
        "3.0,                3",
        "0,                  0",
        "-0.5,               -0.5",
        "1e12,               1000000000000",
        "NaN,                NaN",
        "Infinity,           +Inf"
    })
    void roundsToWhatPeopleRead(double value, String text) {
        assertThat(ConditionView.rounded(value)).isEqualTo(text);
    }

    @Test
    void tellsWhatEachConditionIsAtAndWhenItIsMet() {
        var conditions =
                ConditionView.of(WatchSamples.experiments(Instant.EPOCH).get(0));

        assertThat(conditions)
                .extracting(ConditionView::toString)
                .containsExactly(
                        "success-rate 0.9412 (met when < 0.95)",
                        "latency 0.1 (met when > 0.5)",
                        "pager Failed (met when >= 1)");
        assertThat(conditions).extracting(ConditionView::isMet).containsExactly(true, false, false);
        assertThat(conditions).extracting(ConditionView::isDryRun).containsExactly(false, true, false);
    }
}
