package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerunTest {

    private static final ObjectMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String EXPERIMENT = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata:
              name: fragile
              namespace: bookinfo
              uid: 73e34573-6599-46f1-9a72-9fe520bcf298
              resourceVersion: "7"
              labels: {team: books}
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
              finalizers: [glooshot.solo.io/faults]
            spec:
              targetMesh: {name: envoy}
              duration: 90s
              faults:
              - originServices: [{name: reviews}]
                destinationServices: [{name: ratings}]
                fault: {abort: {httpStatus: 500}, percentage: 100}
              failureConditions:
              - name: errors
                interval: 500ms
                trigger:
                  prometheus: {customQuery: "sum(x) > 0", comparisonOperator: ">", thresholdValue: 0.5}
              - name: health
                trigger:
                  webhook:
                    url: https://shop.example/health?key=c2VjcmV0
                    headers:
                    - {name: X-Key, value: c2VjcmV0}
                    - {name: Authorization, valueFrom: {secretKeyRef: {name: shop, key: token}}}
              maxBlind: 10s
              stop: true
            status: {state: Failed}
            """;

    @Test
    void theExperimentIsShownAsItWasWithoutWhatTheClusterAdded() throws IOException {
        Rerun rerun = rerun("failed", experiment(EXPERIMENT));
        Experiment again = STRICT.readValue(rerun.yaml(), Experiment.class);

        assertThat(again.getSpec().duration()).isEqualTo("90s");
        assertThat(again.getSpec().maxBlind()).isEqualTo("10s");
        assertThat(again.getSpec().failureConditions().get(0))
                .isEqualTo(experiment(EXPERIMENT).getSpec().failureConditions().get(0));
        assertThat(again.getMetadata().getLabels()).containsEntry("team", "books");
        assertThat(rerun.yaml())
                .doesNotContain("stop", "status", "uid", "resourceVersion", "annotations", "finalizers");
    }

    @Test
    void whatMayBeSecretIsLeftOutAndSaidToBe() {
        Rerun rerun = rerun("failed", experiment(EXPERIMENT));

        assertThat(rerun.yaml()).doesNotContain("c2VjcmV0").contains("https://shop.example/health?…", "secretKeyRef");
        assertThat(rerun.notes()).singleElement().asString().contains("left out");
    }

    @Test
    void whatIsNotSecretNeedsNoNote() {
        String plain = EXPERIMENT.replaceAll("(?s)  - name: health.*?  maxBlind", "  maxBlind");

        assertThat(rerun("failed", experiment(plain)).notes()).isEmpty();
    }

    @Test
    void anotherExperimentOfTheSameNameIsPassedOver() {
        Rerun rerun = rerun("failed", experiment(EXPERIMENT.replace("73e34573", "00000000")));

        assertThat(rerun.yaml()).doesNotContain("90s");
        assertThat(rerun.notes()).first().asString().startsWith("Rebuilt from the report");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "succeeded", "aborted", "control", "resumed", "no-conditions", "many-readings"})
    void aRebuiltExperimentHasWhatTheReportHas(String name) throws IOException {
        Report report = SampleReports.get(name);
        Rerun rerun = Rerun.of(new Story(report), Optional.empty());
        Experiment again = STRICT.readValue(rerun.yaml(), Experiment.class);

        assertThat(again.getMetadata().getName()).isEqualTo(report.getMetadata().getName());
        assertThat(again.getSpec().targetMesh().name())
                .isEqualTo(report.getSpec().mesh());
        assertThat(again.getSpec().faults()).isEqualTo(report.getSpec().faults());
        assertThat(again.getSpec().failureConditions())
                .hasSize(
                        name.equals("resumed")
                                ? 0
                                : report.getSpec().conditions().size());
    }

    @Test
    void eachSortOfConditionIsRebuilt() throws IOException {
        Experiment control = STRICT.readValue(rerun("control").yaml(), Experiment.class);
        Experiment succeeded = STRICT.readValue(rerun("succeeded").yaml(), Experiment.class);

        var alert = control.getSpec().failureConditions().get(0).trigger().alert();
        assertThat(alert.name()).isEqualTo("ReviewsDown");
        assertThat(alert.labels()).containsExactly(Map.entry("team", "books"));
        assertThat(control.getSpec().duration()).isEqualTo("5s");
        var query = succeeded.getSpec().failureConditions().get(0).trigger().prometheus();
        assertThat(query.thresholdValue()).isEqualTo(0.9);
        var webhook = succeeded.getSpec().failureConditions().get(1).trigger().webhook();
        assertThat(webhook.url()).isEqualTo("http://queue.bookinfo:8080/depth");
        assertThat(webhook.jsonPath()).isEqualTo("$.depth");
        assertThat(succeeded.getSpec().failureConditions().get(1).dryRun()).isTrue();
    }

    @Test
    void aConditionThatTheReportHasOnlyHalfOfIsMissedAloud() {
        assertThat(rerun("resumed").notes()).last().asString().startsWith("Condition health is missing");
    }

    @Provide
    Arbitrary<String> hostile() {
        return HostileText.any();
    }

    /** But for halves of characters, which YAML does not know. */
    @Property(tries = 300)
    void yamlSaysTheSameWhenReadBack(@ForAll("hostile") String text) throws IOException {
        String sound = text.replaceAll("\\p{Cs}", "").replaceAll("[\\ufffe\\uffff]", "");
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("text", sound);
        object.putArray("list").add(sound).add("on").add("1.5").add(1.5);

        String yaml = Yaml.of(object);

        assertThat(STRICT.readTree(yaml)).isEqualTo(object);
        assertThat(yaml.codePoints().filter(character -> character != '\n' && !Visible.isHarmless(character)))
                .isEmpty();
    }

    private static Rerun rerun(String name, Experiment experiment) {
        return Rerun.of(new Story(SampleReports.get(name)), Optional.of(experiment));
    }

    private static Rerun rerun(String name) {
        return Rerun.of(new Story(SampleReports.get(name)), Optional.empty());
    }

    private static Experiment experiment(String yaml) {
        try {
            return STRICT.readValue(yaml, Experiment.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
