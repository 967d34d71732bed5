package io.glooshot.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.conversion.Note.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTest {

    private static final String HEAD = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata: {name: e, namespace: default}
            spec:
              spec:
            """;
    private static final String FAULTS =
            "faults: [{destinationServices: [{name: default-ratings-9080, namespace: glooshot}],"
                    + " fault: {abort: {httpStatus: 500}, percentage: 100}}]";
    private static final String CONDITIONS =
            "failureConditions: [{name: a, trigger: {prometheus: {customQuery: scalar(a), thresholdValue: 1}}}]";

    @Test
    void convertsAWholeExperiment() throws IOException {
        Conversion conversion = convert(
                "targetMesh: {name: istio, namespace: supergloo-system}",
                "duration: 90s",
                "faults: [{originServices: [{name: bookinfo-reviews-9080, namespace: glooshot}],"
                        + " destinationServices: [{name: bookinfo-ratings-9080, namespace: glooshot}],"
                        + " fault: {delay: {duration: 1.5s, delayType: FIXED}, percentage: 25}}]",
                "failureConditions: [{name: errors, trigger: {prometheus: {customQuery: scalar(a), thresholdValue: 0.5, comparisonOperator: '>'}}}]");

        assertThat(only(conversion)).isEqualTo(yaml("""
                        apiVersion: glooshot.solo.io/v1
                        kind: Experiment
                        metadata: {name: e, namespace: default}
                        spec:
                          targetMesh: {name: istio}
                          duration: 90s
                          faults:
                          - originServices: [{name: reviews, namespace: bookinfo}]
                            destinationServices: [{name: ratings, namespace: bookinfo, port: 9080}]
                            fault: {delay: {duration: 1500ms}, percentage: 25}
                          failureConditions:
                          - name: errors
                            trigger: {prometheus: {customQuery: scalar(a), comparisonOperator: '>', thresholdValue: 0.5}}
                        """));
        assertThat(conversion.complete()).isTrue();
    }

    /** All three ways to write a condition, and what `glooshot create -f` took, come to the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "failureConditions: [{trigger: {prometheus: {customQuery: scalar(a), thresholdValue: 1}}}]",
                "failureConditions: [{prometheusTrigger: {customQuery: scalar(a), thresholdValue: '1'}}]",
                "failureConditions: [{prometheusTrigger: null, customQuery: scalar(a), thresholdValue: 1}]",
                "failure_conditions: [{prometheus_trigger: {custom_query: scalar(a), threshold_value: 1, comparison_operator: <}}]"
            })
    void knowsEveryFormOfACondition(String conditions) throws IOException {
        Conversion nested = convert(FAULTS, conditions);
        Conversion bare = Converter.convert(
                "metadata: {name: e, namespace: default}\nspec:\n  " + FAULTS + "\n  " + conditions + "\n", "x");

        assertThat(only(nested).at("/spec/failureConditions"))
                .isEqualTo(
                        yaml(
                                "[{trigger: {prometheus: {customQuery: scalar(a), comparisonOperator: <, thresholdValue: 1}}}]"));
        assertThat(only(bare)).isEqualTo(only(nested));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "==  | == | compared with < instead",
                "!=  | != | compared with < instead",
                "=<  | <  | did not know the operator",
                "lt  | <  | did not know the operator"
            })
    void tellsHowAnOperatorWasReallyCompared(String old, String now, String told) throws IOException {
        Conversion conversion = convert(
                "failureConditions: [{trigger: {prometheus: {customQuery: scalar(a), thresholdValue: 1, comparisonOperator: '%s'}}}]"
                        .formatted(old));

        assertThat(only(conversion)
                        .at("/spec/failureConditions/0/trigger/prometheus/comparisonOperator")
                        .asText())
                .isEqualTo(now);
        assertTold(
                conversion,
                Severity.WARNING,
                "spec.spec.failureConditions[0].trigger.prometheus.comparisonOperator",
                told);
    }

    @Test
    void tellsWhatNeverWorked() throws IOException {
        Conversion conversion = convert("failureConditions: [{trigger: {webhookUrl: 'https://hook/'}},"
                + " {trigger: {prometheus: {successRate: {service: {name: reviews, namespace: default}}, thresholdValue: 0.9}}},"
                + " {trigger: {prometheus: {customQuery: sum(a), thresholdValue: 1}}}]");

        assertTold(
                conversion, Severity.WARNING, "spec.spec.failureConditions[0].trigger.webhookUrl", "0.0.x never did");
        assertTold(
                conversion,
                Severity.WARNING,
                "spec.spec.failureConditions[1].trigger.prometheus.successRate",
                "was no PromQL");
        assertTold(
                conversion,
                Severity.WARNING,
                "spec.spec.failureConditions[2].trigger.prometheus.customQuery",
                "took nothing but scalars");
        assertThat(only(conversion).at("/spec/failureConditions")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "duration: 600s, 600s, ''",
        "duration: 0s, 10m, ended at once",
        "duration: -3s, 10m, ended at once",
        "duration: 48h, 24h, the longest there is",
        "'duration: {seconds: 90}', 90s, ''",
        "duration: 1500us, 2ms, nothing finer than a millisecond",
        "duration: null, 10m, without a duration it runs for 10 minutes"
    })
    void givesEveryRunADuration(String old, String now, String told) throws IOException {
        Conversion conversion = convert(old, FAULTS, CONDITIONS);

        assertThat(only(conversion).at("/spec/duration").asText()).isEqualTo(now);
        assertThat(conversion.notes().stream().anyMatch(note -> note.outcome().contains(told)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "percentage: 50, 50, ''",
        "percentage: '50', 50, ''",
        "percentage: 0, 0, ''",
        "percentage: 12.5, 12.5, SuperGloo cut it down to 12",
        "percentage: 0.00004, 0, SuperGloo cut it down to 0"
    })
    void carriesPercentagesOver(String old, double now, String told) throws IOException {
        Conversion conversion = convert(FAULTS.replace("percentage: 100", old), CONDITIONS);

        assertThat(only(conversion).at("/spec/faults/0/fault/percentage").asDouble())
                .isEqualTo(now);
        assertThat(conversion.notes()).anyMatch(note -> note.outcome().contains(told));
    }

    @Test
    void saysThatAFaultWithoutAPercentageHitNothing() throws IOException {
        Conversion conversion = convert(FAULTS.replace(", percentage: 100", ""), CONDITIONS);

        assertThat(only(conversion).at("/spec/faults/0/fault/percentage").asInt())
                .isEqualTo(100);
        assertTold(conversion, Severity.WARNING, "spec.spec.faults[0].fault", "no call was hit");
    }

    /** What says which calls are broken, and what ends the run, is carried over as a whole or not at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "faults: [{originServices: [{name: other-my-reviews-80, namespace: glooshot}], %s",
                "faults: [{originServices: reviews, %s",
                "faults: [{requestMatchers: [{prefix: /test}], %s",
            })
    void neverWidensAFault(String faults) {
        Conversion conversion = convert(faults.formatted(FAULTS.substring("faults: [{".length())), CONDITIONS);

        assertThat(conversion.objects()).isEmpty();
        assertThat(conversion.incomplete())
                .singleElement()
                .satisfies(object -> assertThat(object.at("/spec/faults")).isEmpty());
        assertTold(conversion, Severity.LOST, "", "is not converted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failureConditions: [{trigger: {webhookUrl: 'ftp://hook/'}}]",
                "failureConditions: [{trigger: {webhookUrl: 'http://me:secret@hook/'}}]",
                "failureConditions: [{trigger: {}}]",
                "failureConditions: [{name: a}]",
                "failureConditions: [{trigger: {webhookUrl: 'http://hook/', prometheus: {customQuery: a}}}]",
                "failureConditions: [{trigger: {prometheus: {thresholdValue: 1}}}]",
                "failureConditions: [{trigger: {prometheus: {customQuery: '{{secret}}'}}}]",
                "failureConditions: [{trigger: {prometheus: {customQuery: a, thresholdValue: many}}}]",
                "failureConditions: [{trigger: {prometheus: {customQuery: a, thresholdvalue: 1}}}]",
                "failureConditions: [{trigger: {prometheus: {successRate: {interval: 1m}}}}]",
                "failureConditions: [{trigger: {prometheus: {successRate: {service: {name: a, namespace: b}, interval: 2h}}}}]",
                "failureConditions: {trigger: {webhookUrl: 'http://hook/'}}",
                "stopCondition: {duration: 60s, metric: [{metricName: dinner, value: 1800}]}"
            })
    void neverLetsAnExperimentBeWatchedByLess(String conditions) {
        Conversion conversion = convert(FAULTS, conditions);

        assertThat(conversion.objects()).isEmpty();
        assertThat(conversion.incomplete()).hasSize(1);
        assertThat(conversion.complete()).isFalse();
    }

    @Test
    void listsUnknownFieldsWithTheirPaths() {
        Conversion conversion = Converter.convert(
                HEAD.replace("name: e,", "name: e, owner: me, annotations: {x/y.z: 3},")
                        + "    timeout: 5m\n    nested: {a: {b: 1}, c: [2]}\n",
                "x.yaml");

        assertThat(conversion.notes().stream().filter(note -> note.severity() == Severity.LOST))
                .extracting(Note::path)
                .contains("metadata.owner", "metadata.annotations['x/y.z']", "spec.spec.timeout", "spec.spec.nested");
        assertTold(conversion, Severity.LOST, "spec.spec.timeout", "is no field that 0.0.x knew");
        assertThat(conversion.notes()).allMatch(note -> note.line() > 0);
    }

    @Test
    void makesNamesOfConditionsFit() throws IOException {
        Conversion conversion = convert(
                "failureConditions: [{name: 'Too Slow!', webhookUrl: 'http://a/'}, {name: too-slow, webhookUrl: 'http://b/'}, {name: '', webhookUrl: 'http://c/'}]");

        assertThat(only(conversion).findValuesAsText("webhookUrl")).hasSize(3);
        assertThat(only(conversion).at("/spec/failureConditions"))
                .extracting(condition -> condition.path("name").asText())
                .containsExactly("too-slow", "too-slow-2", "");
        assertTold(conversion, Severity.WARNING, "spec.spec.failureConditions[1].name", "is now too-slow-2");
    }

    @Test
    void readsUpstreamsThatComeWithIt() throws IOException {
        String upstreams = """
                apiVersion: v1
                kind: List
                metadata: {resourceVersion: ''}
                items:
                - apiVersion: gloo.solo.io/v1
                  kind: Upstream
                  metadata: {name: default-reviews-v4-9080, namespace: glooshot}
                  spec: {upstreamSpec: {kube: {serviceName: reviews, serviceNamespace: default, servicePort: 9080, selector: {app: reviews, version: v4}}}}
                - apiVersion: gloo.solo.io/v1
                  kind: Upstream
                  metadata: {name: static, namespace: glooshot}
                  spec: {upstreamSpec: {static: {hosts: [{addr: example.com}]}}}
                """;
        String origin = "faults: [{originServices: [{name: default-reviews-v4-9080, namespace: glooshot}], ";

        Conversion conversion = Converter.convert(List.of(
                new SourceText("e.yaml", text(origin + FAULTS.substring("faults: [{".length()), CONDITIONS)),
                new SourceText("u.yaml", upstreams)));

        assertThat(only(conversion).at("/spec/faults/0/originServices/0").toString())
                .isEqualTo(
                        "{\"name\":\"reviews\",\"namespace\":\"default\",\"workloadLabels\":{\"app\":\"reviews\",\"version\":\"v4\"}}");
        assertThat(conversion.notes().stream().filter(note -> note.source().equals("u.yaml")))
                .extracting(Note::severity)
                .containsExactly(Severity.INFO, Severity.INFO, Severity.LOST);
    }

    @Test
    void warnsOfServicesInOtherNamespaces() {
        Conversion conversion = convert(FAULTS.replace("default-ratings", "bookinfo-ratings"), CONDITIONS);

        assertTold(
                conversion, Severity.WARNING, "spec.spec.faults[0].destinationServices[0]", "allow-experiments-from");
    }

    @Test
    void saysThatAnExperimentHasRunAlready() {
        Conversion conversion = Converter.convert(
                text(FAULTS, CONDITIONS)
                        .replace(
                                "spec:\n  spec:",
                                "status: {state: 1}\nspec:\n  result: {state: Failed, timeStarted: x}\n  spec:"),
                "x");

        assertThat(conversion.complete()).isTrue();
        assertTold(conversion, Severity.WARNING, "spec.result", "it has been Failed already");
        assertTold(conversion, Severity.INFO, "status", "left out");
    }

    @ParameterizedTest
    @CsvSource({
        "glooshot.solo.io/v1, Report, a record of a run",
        "supergloo.solo.io/v1, RoutingRule, an Experiment where it injects a fault",
        "supergloo.solo.io/v1, Mesh, finds meshes itself",
        "supergloo.solo.io/v1, SecurityRule, no longer needs",
        "glooshot.solo.io/v2, Experiment, of glooshot.solo.io/v2",
        "apps/v1, Deployment, of apps/v1"
    })
    void saysWhyOtherKindsAreNotCarriedOver(String apiVersion, String kind, String why) {
        Conversion conversion =
                Converter.convert("apiVersion: %s\nkind: %s\nmetadata: {name: x}\n".formatted(apiVersion, kind), "x");

        assertThat(conversion.objects()).isEmpty();
        assertTold(conversion, Severity.LOST, "", why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"just text", "[1, 2]", "{a: 1}", "3", "---\n- kind: Experiment"})
    void refusesWhatIsNoObject(String text) {
        assertThat(Converter.convert(text, "x").notes())
                .singleElement()
                .satisfies(note -> assertThat(note.severity()).isEqualTo(Severity.ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---\n", "# nothing\n", "---\n---\n\n"})
    void makesNothingOfNothing(String text) {
        assertThat(Converter.convert(text, "x").notes()).isEmpty();
    }

    @Test
    void leavesTodaysObjectsAsTheyAre() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("kubernetes/examples"))) {
            for (Path file : files.sorted().toList()) {
                Conversion conversion = Converter.convert(Files.readString(file), file.toString());

                assertThat(conversion.complete()).as("%s", conversion.notes()).isTrue();
                assertThat(only(conversion)).isEqualTo(yaml(Files.readString(file)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"duration\": 30}",
                "{\"faults\": [{\"destinationServices\": [{\"name\": \"a\"}], \"fault\": {\"abort\": {\"httpStatus\": \"500\"}}}]}"
            })
    void takesNothingForTodaysThatTheServerWouldRefuse(String spec) {
        Conversion conversion = Converter.convert(
                "{\"apiVersion\":\"glooshot.solo.io/v1\",\"kind\":\"Experiment\",\"metadata\":{\"name\":\"a\"},\"spec\":%s}"
                        .formatted(spec),
                "x");

        assertThat(conversion.notes()).noneMatch(note -> note.outcome().contains("left as it is"));
    }

    @Test
    void knowsWhatEachOldExampleLost() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/conversion/0.0.x"))) {
            for (Path file : files.sorted().toList()) {
                Conversion conversion = Converter.convert(Files.readString(file), file.toString());

                // A metric of 0.0.1 has no query, so there is nothing to watch.
                boolean first = file.getFileName().toString().startsWith("0.0.1");
                assertThat(conversion.complete()).as("%s", conversion.notes()).isEqualTo(!first);
                assertThat(first ? conversion.incomplete() : conversion.objects())
                        .hasSize(1);
            }
        }
    }

    private static void assertTold(Conversion conversion, Severity severity, String path, String outcome) {
        assertThat(conversion.notes()).anySatisfy(note -> {
            assertThat(note.severity()).isEqualTo(severity);
            assertThat(note.path()).isEqualTo(path);
            assertThat(note.outcome()).contains(outcome);
        });
    }

    private static Conversion convert(String... fields) {
        return Converter.convert(text(fields), "x.yaml");
    }

    private static String text(String... fields) {
        return HEAD
                + String.join(
                        "",
                        Stream.of(fields).map(field -> "    " + field + "\n").toList());
    }

    private static JsonNode only(Conversion conversion) throws IOException {
        assertThat(conversion.objects()).as("%s", conversion.notes()).hasSize(1);
        return yaml(conversion.objects().get(0).toString());
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }
}
