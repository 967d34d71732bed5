package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.check;
import static io.glooshot.experiment.Readings.failed;
import static io.glooshot.experiment.Readings.noData;
import static io.glooshot.experiment.Readings.noDataIsHealthy;
import static io.glooshot.experiment.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreReadTest {

    private final Check errors = check("errors");
    private final Check latency = check("latency");

    @Test
    void hasNothingAgainstHealthyReadings() {
        Check quiet = noDataIsHealthy("quiet");

        assertThat(History.preRead(List.of(value(errors, 0, 1), noData(quiet, 0))))
                .isEmpty();
        assertThat(History.preRead(List.of())).isEmpty();
    }

    @Test
    void abortsOnAConditionAlreadyMetWhateverElseIsWrong() {
        assertThat(History.preRead(List.of(failed(latency, 0), value(errors, 0, 1.5))))
                .hasValue(new Verdict.Aborted(
                        "ConditionAlreadyMet",
                        "Nothing was injected: before any fault, failure condition errors is met: 1.5 > 1."));
    }

    @Test
    void abortsOnAnUnreadableConditionWithTheSourcesOwnMessage() {
        assertThat(History.preRead(List.of(noData(latency, 0), failed(errors, 0))))
                .hasValue(new Verdict.Aborted(
                        "ConditionUnreadable",
                        "Nothing was injected: failure condition errors cannot be read: connection refused."));
    }

    @Test
    void passesOnAllOfAMessageOfUsualLength() {
        String words = "1:5: parse error: " + "x".repeat(400);
        Measurement refused = new Measurement(errors, Readings.START, new Reading.Failed(words));
        Measurement endless = new Measurement(errors, Readings.START, new Reading.Failed(words.repeat(100)));

        assertThat(History.preRead(List.of(refused)).orElseThrow().message()).endsWith(words);
        assertThat(History.preRead(List.of(endless)).orElseThrow().message()).hasSizeLessThan(600);
    }

    @Test
    void abortsOnAnEmptyAnswerSayingHowToMendTheQuery() {
        Verdict verdict = History.preRead(List.of(value(errors, 0, 0), noData(latency, 0)))
                .orElseThrow();

        assertThat(verdict.reason()).isEqualTo("ConditionNoData");
        assertThat(verdict.message()).contains("latency", "no series", "labels", "or vector(0)", "onNoData: Healthy");
    }

    @Test
    void abortsOnANumberThatIsNone() {
        assertThat(History.preRead(List.of(value(errors, 0, Double.NaN))).map(Verdict::reason))
                .isEqualTo(Optional.of("ConditionNoData"));
    }
}
