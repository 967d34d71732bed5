package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.api.Webhook;
import io.glooshot.docs.DocTable;
import io.glooshot.experiment.AlertRule;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Terms;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/conditions.md are these tests' cases, so the documentation cannot be wrong. */
class ConditionsDocTest {

    private static final Duration MAX_BLIND = Duration.ofSeconds(30);
    private static final Moment NOW = new Moment(Instant.EPOCH, 0);

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparesAsDocumented(List<String> row) {
        ComparisonOperator operator = operator(row.get(1));
        Reading value = new Reading.Value(number(row.get(0)));

        assertThat(check(operator, number(row.get(2))).isBreachedBy(value)).isEqualTo(isYes(row.get(3)));
    }

    @ParameterizedTest
    @MethodSource("prometheus")
    void readsPrometheusAsDocumented(List<String> row) {
        String answer = "{\"status\":\"success\",\"data\":%s}".formatted(row.get(1));

        Reading reading = PromqlAnswer.of(answer).reading();
        assertThat(outcome(Series.Any, reading)).isEqualTo(row.get(2));
        assertThat(outcome(Series.All, reading)).isEqualTo(row.get(3));
        assertThat(outcome(Series.Single, reading)).isEqualTo(row.get(4));
    }

    @ParameterizedTest
    @MethodSource("webhooks")
    void readsWebhooksAsDocumented(List<String> row) {
        Reading reading = WebhookSource.reading(Integer.parseInt(row.get(0)));

        assertThat(outcome(Series.Any, reading)).isEqualTo(row.get(1));
        assertThat(check(ComparisonOperator.GREATER_OR_EQUAL, 500).isBreachedBy(reading))
                .isEqualTo(isYes(row.get(2)));
    }

    @ParameterizedTest
    @MethodSource("jsonValues")
    void takesValuesFromJsonAsDocumented(List<String> row) {
        Reading reading = JsonValue.at(row.get(0)).in(row.get(1));

        assertThat(outcome(Series.Any, reading)).isEqualTo(row.get(2));
        assertThat(row.get(0)).matches("^\\$(" + Webhook.PATH_STEP + ")+$");
    }

    static Stream<List<String>> jsonValues() throws IOException {
        return DocTable.under("## A value in a webhook's answer", 28);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void takesAnAlertThatDoesNotFireAsDocumented(List<String> row) {
        String answer = "{\"status\":\"success\",\"data\":{\"groups\":[{\"rules\":[%s]}]}}".formatted(row.get(1));
        var alert = new Signal.Alert("TooSlow", Map.of("severity", "warning"), MAX_BLIND, Optional.empty());

        Reading reading =
                AlertRule.notFiring(alert, RulesAnswer.of(answer, "TooSlow").rules(), 1_001);

        assertThat(outcome(Series.Any, reading)).isEqualTo(row.get(2));
        assertThat(noDataIsHealthy().isGood(reading)).isEqualTo(reading instanceof Reading.Value);
    }

    @ParameterizedTest
    @MethodSource("times")
    void judgesTheAgeOfDataAsDocumented(List<String> row) {
        PromqlAnswer newest = PromqlAnswer.of("{\"status\":\"success\",\"data\":%s}".formatted(row.get(1)));
        Reading value = new Reading.Value(0);

        // An answer without a sample has no time either.
        double now = Double.isNaN(newest.at()) ? 1_000 : newest.at();
        Reading reading =
                new Freshness("any", MAX_BLIND).objection(newest.reading(), now).orElse(value);

        assertThat(reading.getClass().getSimpleName()).isEqualTo(row.get(2));
        assertThat(noDataIsHealthy().isGood(reading)).isEqualTo(reading.equals(value));
    }

    static Stream<List<String>> alerts() throws IOException {
        return DocTable.under("## Alerts", 17);
    }

    static Stream<List<String>> times() throws IOException {
        return DocTable.under("## How old data may be", 12);
    }

    static Stream<List<String>> comparisons() throws IOException {
        return DocTable.under("## Comparison", 35);
    }

    static Stream<List<String>> prometheus() throws IOException {
        return DocTable.under("## Prometheus", 27);
    }

    static Stream<List<String>> webhooks() throws IOException {
        return DocTable.under("## Webhooks", 15);
    }

    /** As a check for more than 1 takes it. */
    private static String outcome(Series series, Reading reading) {
        Terms terms = new Terms(series, Duration.ZERO, 1, false);
        Reading taken = new Measurement(check(ComparisonOperator.GREATER, 1, terms), NOW, reading).reading();
        return taken instanceof Reading.Value read
                ? "Value " + Numbers.text(read.value())
                : taken.getClass().getSimpleName();
    }

    private static Check noDataIsHealthy() {
        return new Check(
                "any",
                new Signal.Promql("any"),
                ComparisonOperator.GREATER,
                1,
                Duration.ofSeconds(1),
                true,
                Terms.STRICT);
    }

    private static Check check(ComparisonOperator operator, double threshold) {
        return check(operator, threshold, Terms.STRICT);
    }

    private static Check check(ComparisonOperator operator, double threshold, Terms terms) {
        return new Check("any", new Signal.Promql("any"), operator, threshold, Duration.ofSeconds(1), false, terms);
    }

    private static ComparisonOperator operator(String symbol) {
        return Stream.of(ComparisonOperator.values())
                .filter(operator -> operator.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    private static boolean isYes(String text) {
        return text.equals("yes");
    }
}
