package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw test -Dtest=ChartTest -Dchart.update} writes the chart's templates anew from the manifests and CRDs. */
class ChartTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    /** Beside the templates that are made from the manifests. */
    private static final Set<String> HANDWRITTEN = Set.of("_helpers.tpl", "NOTES.txt");

    @BeforeAll
    static void update() throws IOException {
        if (System.getProperty("chart.update") != null) {
            for (Map.Entry<String, String> file : ChartTemplates.files().entrySet()) {
                Files.writeString(ChartTemplates.TEMPLATES.resolve(file.getKey()), file.getValue());
            }
        }
    }

    @Test
    void hasTheTemplatesThatTheManifestsMake() throws IOException {
        Map<String, String> checkedIn = new TreeMap<>();
        try (Stream<Path> files = Files.list(ChartTemplates.TEMPLATES)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !HANDWRITTEN.contains(file.getFileName().toString()))
                    .forEach(file -> checkedIn.put(file.getFileName().toString(), ChartTemplates.read(file)));
        }

        assertThat(checkedIn)
                .as("kubernetes/chart is out of date: run ./mvnw test -Dtest=ChartTest -Dchart.update")
                .isEqualTo(ChartTemplates.files());
    }

    @Test
    void isOfThisVersion() throws IOException {
        JsonNode chart =
                YAML.readTree(ChartTemplates.CHART.resolve("Chart.yaml").toFile());
        String version = Bundle.released(Release.packed().version());

        assertThat(chart.get("version").asText()).isEqualTo(version);
        assertThat(chart.get("appVersion").asText()).isEqualTo(version);
        assertThat(chart.get("kubeVersion").asText()).isEqualTo(">=1.30.0-0");
    }

    @Test
    void takesTheValuesThatInitTakes() throws IOException {
        JsonNode values =
                YAML.readTree(ChartTemplates.CHART.resolve("values.yaml").toFile());
        JsonNode schema = new ObjectMapper()
                .readTree(ChartTemplates.CHART.resolve("values.schema.json").toFile());
        Set<String> known = Stream.of(Values.class.getRecordComponents())
                // prometheus.url in the file.
                .map(component -> component.getName().equals("prometheusUrl") ? "prometheus" : component.getName())
                .filter(name -> !name.equals("namespace"))
                .collect(Collectors.toCollection(TreeSet::new));
        known.add("crds");

        assertThat(names(values)).isEqualTo(known);
        Set<String> allowed = names(schema.get("properties"));
        allowed.removeAll(List.of("global"));
        assertThat(allowed).isEqualTo(known);
        assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
