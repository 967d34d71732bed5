package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.Webhook;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/conditions.md are these tests' cases, so the documentation cannot be wrong. */
class ConditionsDocTest {

    private static final Path DOC = Path.of("docs/conditions.md");

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

        assertThat(outcome(PromqlAnswer.of(answer).reading())).isEqualTo(row.get(2));
    }

    @ParameterizedTest
    @MethodSource("webhooks")
    void readsWebhooksAsDocumented(List<String> row) {
        Reading reading = WebhookSource.reading(Integer.parseInt(row.get(0)));

        assertThat(outcome(reading)).isEqualTo(row.get(1));
        assertThat(check(ComparisonOperator.GREATER_OR_EQUAL, 500).isBreachedBy(reading))
                .isEqualTo(isYes(row.get(2)));
    }

    @ParameterizedTest
    @MethodSource("jsonValues")
    void takesValuesFromJsonAsDocumented(List<String> row) {
        Reading reading = JsonValue.at(row.get(0)).in(row.get(1));

        assertThat(outcome(reading)).isEqualTo(row.get(2));
        assertThat(row.get(0)).matches("^\\$(" + Webhook.PATH_STEP + ")+$");
    }

    static Stream<List<String>> jsonValues() throws IOException {
        return table("## A value in a webhook's answer", 28);
    }

    static Stream<List<String>> comparisons() throws IOException {
        return table("## Comparison", 35);
    }

    static Stream<List<String>> prometheus() throws IOException {
        return table("## Prometheus", 18);
    }

    static Stream<List<String>> webhooks() throws IOException {
        return table("## Webhooks", 15);
    }

    private static Stream<List<String>> table(String heading, int atLeast) throws IOException {
        List<List<String>> rows = Files.readAllLines(DOC).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").trim())
                        .toList())
                .toList();
        assertThat(rows).as("rows under " + heading).hasSizeGreaterThanOrEqualTo(atLeast);
        return rows.stream();
    }

    private static String outcome(Reading reading) {
        return reading instanceof Reading.Value read
                ? "Value " + Numbers.text(read.value())
                : reading.getClass().getSimpleName();
    }

    private static Check check(ComparisonOperator operator, double threshold) {
        return new Check("any", new Signal.Promql("any"), operator, threshold, Duration.ofSeconds(1), false);
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
