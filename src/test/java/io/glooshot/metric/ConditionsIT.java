package io.glooshot.metric;

import static io.glooshot.metric.MetricWorld.LIMIT;
import static io.glooshot.metric.MetricWorld.MAX_BLIND;
import static io.glooshot.metric.MetricWorld.above;
import static io.glooshot.metric.MetricWorld.below;
import static io.glooshot.metric.MetricWorld.check;
import static io.glooshot.metric.MetricWorld.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.docs.DocTable;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.PromqlString;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Terms;
import io.glooshot.experiment.Verdict;
import io.glooshot.playground.TestExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on a real Prometheus with real rules and a real exporter, from the sample to the verdict. */
@Timeout(120)
class ConditionsIT {

    @TempDir
    static Path directory;

    private static MetricWorld world;
    private static TestExporter exporter;

    @BeforeAll
    static void start() {
        world = MetricWorld.start(directory);
        exporter = world.exporter();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void comparesEveryValueByEveryOperatorAsDocumented() throws IOException {
        List<List<String>> rows = DocTable.under("## Comparison", 35).toList();
        for (int row = 0; row < rows.size(); row++) {
            exporter.set(
                    "compared{row=\"%d\"}".formatted(row), number(rows.get(row).get(0)));
        }
        await().atMost(LIMIT).until(() -> world.read("count(compared)").equals(new Value(rows.size())));

        for (int row = 0; row < rows.size(); row++) {
            List<String> cells = rows.get(row);
            Check check = check(
                    "max(compared{row=\"%d\"})".formatted(row),
                    operator(cells.get(1)),
                    number(cells.get(2)),
                    Terms.STRICT);

            assertThat(world.measure(check).isBreach())
                    .as("%s", cells)
                    .isEqualTo(cells.get(3).equals("yes"));
        }
    }

    @Test
    void seesNeitherABreachNorAGapInACounterThatBeginsAnew() {
        exporter.set("answers_total", 1_000);
        await().atMost(LIMIT).until(() -> world.read("answers_total").equals(world.value(1_000, "answers_total")));
        exporter.set("answers_total", 1_010);
        await().atMost(LIMIT).until(() -> world.read("answers_total").equals(world.value(1_010, "answers_total")));
        exporter.set("answers_total", 4);

        await().atMost(LIMIT)
                .until(() -> world.read("sum(resets(answers_total[20s]))").equals(new Value(1)));

        assertThat(world.measure(below("sum(rate(answers_total[20s]))", 0)).isBreach())
                .isFalse();
        assertThat(world.measure(above("sum(increase(answers_total[20s]))", 900))
                        .isBreach())
                .isFalse();
        assertThat(world.read("sum(increase(answers_total[20s]))"))
                .isInstanceOfSatisfying(
                        Value.class, increase -> assertThat(increase.value()).isBetween(10.0, 100.0));
    }

    @Test
    void tellsTheSeriesThatBreaksTheRuleWhichSeveralSeriesHave() {
        exporter.set("queue{pod=\"a\"}", 1);
        exporter.set("queue{pod=\"b\"}", 9);
        await().atMost(LIMIT).until(() -> world.read("count(queue)").equals(new Value(2)));

        Measurement any = world.measure(check("queue", ComparisonOperator.GREATER, 5, terms(Series.Any)));
        Measurement all = world.measure(check("queue", ComparisonOperator.GREATER, 5, terms(Series.All)));
        Measurement single = world.measure(check("queue", ComparisonOperator.GREATER, 5, terms(Series.Single)));

        assertThat(any.isBreach()).isTrue();
        assertThat(any.reading()).isEqualTo(world.value(9, "queue", "pod", "b"));
        assertThat(all.isBreach()).isFalse();
        assertThat(all.isGood()).isTrue();
        assertThat(all.reading()).isEqualTo(world.value(1, "queue", "pod", "a"));
        assertThat(single.reading()).isInstanceOf(Failed.class);

        exporter.set("queue{pod=\"a\"}", Double.NaN);
        await().atMost(LIMIT)
                .until(() -> world.measure(check("queue", ComparisonOperator.GREATER, 5, terms(Series.All)))
                        .isBreach());
        exporter.remove("queue{pod=\"b\"}");
        await().atMost(LIMIT).until(() -> world.read("queue") instanceof NoData);
    }

    @Test
    void endsARunByTheSeriesThatIsMet() {
        exporter.set("load{pod=\"a\"}", 1);
        exporter.set("load{pod=\"b\"}", 1);
        await().atMost(LIMIT).until(() -> world.read("count(load)").equals(new Value(2)));
        MetricRun run = world.run(above("load", 5));
        await().atMost(LIMIT).until(() -> run.readings() > 2);
        assertThat(run.verdict()).isEmpty();

        exporter.set("load{pod=\"b\"}", 7);

        await().atMost(LIMIT).until(() -> run.verdict().isPresent());
        assertThat(run.verdict().orElseThrow().message())
                .startsWith("Failure condition any was met: 7 > 5 in {")
                .contains("pod=\"b\"");
        run.end();
    }

    @Test
    void endsARunWhoseExporterDiesAndOneWhoseSeriesVanishes() {
        TestExporter dying = world.anotherExporter();
        dying.set("pulse", 1);
        world.prometheus().scrape(dying.port(), "/metrics", Map.of());
        exporter.set("passing", 1);
        await().atMost(LIMIT)
                .until(() -> world.read("pulse") instanceof Value && world.read("passing") instanceof Value);
        MetricRun pulse = world.run(above("pulse", 5));
        MetricRun passing = world.run(above("passing", 5));
        await().atMost(LIMIT).until(() -> pulse.readings() > 1 && passing.readings() > 1);

        Moment from = world.now();
        dying.close();
        exporter.remove("passing");

        for (MetricRun run : List.of(pulse, passing)) {
            await().atMost(LIMIT).until(() -> run.verdict().isPresent());
            assertThat(run.verdict().orElseThrow().reason()).isEqualTo("Blind");
            assertThat(run.verdict().orElseThrow().message()).contains("no series");
            assertThat(run.endedAt().since(from)).isLessThan(MAX_BLIND.plusSeconds(5));
            run.end();
        }
        world.prometheus().forget(dying.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a.b", "\"} or vector(1) #", "\\", "\\\"", "'}`", "a\tb", "x{y}|z$", "ü€😀"})
    void meansJustTheTextThatIsFilledIn(String text) {
        exporter.set("named{text=\"%s\"}".formatted(text.replace("\\", "\\\\").replace("\"", "\\\"")), 1);
        exporter.set("named{text=\"another\"}", 1);
        String equal = "sum(named{text=%s})".formatted(PromqlString.quoted(text));
        String single = "sum(named{text='%s'})".formatted(PromqlString.escaped(text, '\''));
        String regex = "sum(named{text=~%s})".formatted(PromqlString.quoted(PromqlString.regex(text)));

        for (String query : List.of(equal, single, regex)) {
            await(query).atMost(LIMIT).until(() -> world.read(query).equals(new Value(1)));
        }
    }

    @Test
    void saysBeforeTheStartWhatIsWrongWithAQueryAndWhatToDo() {
        Verdict invalid = History.preRead(List.of(world.measure(above("sum(rate(up[1m])", 1))))
                .orElseThrow();
        Verdict impossible = History.preRead(List.of(world.measure(above("pair + on () pair", 1))))
                .orElseThrow();
        Verdict empty = History.preRead(List.of(world.measure(above("no_such_metric", 1))))
                .orElseThrow();
        Verdict text =
                History.preRead(List.of(world.measure(above("\"text\"", 1)))).orElseThrow();

        assertThat(invalid.reason()).isEqualTo("ConditionUnreadable");
        assertThat(invalid.message()).contains("Nothing was injected", "parse error", "has to be corrected");
        assertThat(impossible.message()).contains("duplicate series", "has to be corrected");
        assertThat(empty.reason()).isEqualTo("ConditionNoData");
        assertThat(empty.message()).contains("no series", "metric name and labels", "or vector(0)");
        assertThat(text.message()).contains("yields a string");
    }

    private static ComparisonOperator operator(String symbol) {
        return Stream.of(ComparisonOperator.values())
                .filter(operator -> operator.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    private static double number(String text) {
        return Numbers.parse(text);
    }
}
