package io.glooshot.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What monitoring asks for is documented, and finds what the manifests install. */
class MonitoringTest {

    private static final Path OPERATIONS = Path.of("docs/operations.md");
    private static final Path MANIFESTS = Path.of("kubernetes/manifests");

    @Test
    void everyAlertHasARunbook() throws IOException {
        List<String> anchors = Markdown.read(OPERATIONS).anchors();

        assertThat(Monitoring.alerts()).isNotEmpty().allSatisfy(alert -> {
            String anchor = alert.path("alert").asText().toLowerCase(Locale.ROOT);
            assertThat(alert.at("/annotations/runbook").asText()).isEqualTo(OPERATIONS + "#" + anchor);
            assertThat(anchors).contains(anchor);
            assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
        });
    }

    @Test
    void everyAlertIsSeenToFireAndToStaySilent() throws IOException {
        JsonNode tests = new YAMLMapper()
                .readTree(
                        Path.of("src/test/resources/monitoring/rules-test.yaml").toFile());
        List<String> silent = new ArrayList<>();
        tests.path("tests")
                .forEach(test -> test.path("alert_rule_test")
                        .forEach(quiet -> silent.add(quiet.path("alertname").asText())));
        String firing = tests.findValuesAsText("expr").toString();

        assertThat(Monitoring.alerts())
                .extracting(alert -> alert.path("alert").asText())
                .allSatisfy(name -> assertThat(firing).contains("ALERTS{alertname=\"" + name + "\""))
                .containsExactlyElementsOf(silent);
    }

    @Test
    void everyMetricIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs/metrics.md"));

        assertThat(Monitoring.metrics())
                .hasSizeGreaterThan(15)
                .filteredOn(name -> name.startsWith("glooshot_"))
                .allSatisfy(name -> assertThat(documented)
                        .containsPattern("`" + name.replaceFirst("_(bucket|sum|count)$", "") + "[`{]"));
    }

    @Test
    void theControllersServiceIsRead() throws IOException {
        JsonNode monitor = Monitoring.yaml("servicemonitor.yaml");
        Service service = manifests("30-controller.yaml", Service.class).get(0);

        assertThat(service.getMetadata().getLabels()).containsAllEntriesOf(labels(monitor));
        assertThat(monitor.at("/metadata/namespace").asText())
                .isEqualTo(service.getMetadata().getNamespace());
        assertThat(service.getSpec().getPorts())
                .anyMatch(port -> port.getName()
                        .equals(monitor.at("/spec/endpoints/0/port").asText()));
    }

    @Test
    void theGuardsPodsAreRead() throws IOException {
        JsonNode monitor = Monitoring.yaml("podmonitor.yaml");
        Deployment guard = manifests("60-guard.yaml", Deployment.class).get(0);
        var pod = guard.getSpec().getTemplate();

        assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(labels(monitor));
        assertThat(pod.getSpec().getContainers().get(0).getPorts())
                .anyMatch(port -> port.getName()
                        .equals(monitor.at("/spec/podMetricsEndpoints/0/port").asText()));
    }

    /** The alerts and the dashboard ask for the jobs that the monitors name, and no others. */
    @Test
    void theJobsAreThoseThatAreAskedFor() throws IOException {
        Set<String> named = Set.of(
                Monitoring.yaml("servicemonitor.yaml").findPath("replacement").asText(),
                Monitoring.yaml("podmonitor.yaml").findPath("replacement").asText());
        String all = Monitoring.alerts().stream()
                        .map(alert -> alert.path("expr").asText())
                        .toList()
                + Monitoring.dashboardQueries().toString();

        assertThat(Pattern.compile("job=\"([^\"]*)\"")
                        .matcher(all)
                        .results()
                        .map(job -> job.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(named);
    }

    @Test
    void noTwoPanelsLieOnEachOther() {
        List<String> taken = new ArrayList<>();
        for (JsonNode panel : Monitoring.dashboard().path("panels")) {
            JsonNode at = panel.path("gridPos");
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    taken.add((at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y));
                }
            }
        }
        assertThat(taken).isNotEmpty().doesNotHaveDuplicates();
        assertThat(Monitoring.dashboard().path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    private static Map<String, String> labels(JsonNode monitor) {
        return new YAMLMapper()
                .convertValue(monitor.at("/spec/selector/matchLabels"), new TypeReference<Map<String, String>>() {});
    }

    private static <T extends HasMetadata> List<T> manifests(String file, Class<T> kind) throws IOException {
        Object all = Serialization.unmarshal(Files.newInputStream(MANIFESTS.resolve(file)));
        return ((List<?>) all).stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
