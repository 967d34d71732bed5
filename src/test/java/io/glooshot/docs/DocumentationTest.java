package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.Mesh;
import io.glooshot.api.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages say must be true as far as a machine can tell: their objects exist as written, their links lead somewhere. */
class DocumentationTest {

    private static final Path EXAMPLES = Path.of("kubernetes/examples");
    private static final String OURS = "apiVersion: glooshot.solo.io/v1";
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Experiment",
            Experiment.class,
            "ExperimentPolicy",
            ExperimentPolicy.class,
            "KillSwitch",
            KillSwitch.class,
            "Mesh",
            Mesh.class,
            "Report",
            Report.class);
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @TestFactory
    Stream<DynamicTest> objectsInThePagesFitTheApi() throws IOException {
        return Markdown.pages().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(block ->
                                block.language().equals("yaml") && block.text().contains(OURS))
                        .map(block -> DynamicTest.dynamicTest(
                                page.file() + ":" + block.line(), () -> assertFits(block.text()))));
    }

    @TestFactory
    Stream<DynamicTest> examplesFitTheApi() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.toString(), () -> assertFits(Files.readString(file))));
        }
    }

    /** An object that a page and an example have in common is the same in both, however it is laid out. */
    @TestFactory
    Stream<DynamicTest> pagesShowTheExamplesAsTheyAre() throws IOException {
        Map<String, JsonNode> examples = new HashMap<>();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                JsonNode example = STRICT.readTree(file.toFile());
                examples.put(name(example), example);
            }
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Markdown page : Markdown.pages()) {
            for (Markdown.Block block : page.blocks()) {
                JsonNode shown = isOurs(block) ? STRICT.readTree(block.text()) : MissingNode.getInstance();
                if (examples.containsKey(name(shown))) {
                    tests.add(DynamicTest.dynamicTest(
                            page.file() + ":" + block.line(),
                            () -> assertThat(shown).isEqualTo(examples.get(name(shown)))));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() throws IOException {
        return Markdown.pages().stream()
                .flatMap(page -> page.links().stream()
                        .filter(link -> !link.matches("[a-z]+:.*"))
                        .map(link ->
                                DynamicTest.dynamicTest(page.file() + " → " + link, () -> assertLeads(page, link))));
    }

    /** A test that a page names as the proof of something is there. */
    @Test
    void namedTestsExist() throws IOException {
        Set<String> present = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            files.forEach(file -> present.add(file.getFileName().toString()));
        }
        for (Markdown page : Markdown.pages()) {
            assertThat(Pattern.compile("`([A-Z]\\w*(Test|IT))`")
                            .matcher(Files.readString(page.file()))
                            .results()
                            .map(name -> name.group(1) + ".java"))
                    .as("tests named in %s", page.file())
                    .isSubsetOf(present);
        }
    }

    @Test
    void noticesAFieldThatTheApiDoesNotHave() {
        String text = OURS + "\nkind: Experiment\nmetadata: {name: x}\nspec: {faults: [{destination: ratings}]}\n";

        assertThatThrownBy(() -> assertFits(text)).hasMessageContaining("\"destination\"");
    }

    private static boolean isOurs(Markdown.Block block) {
        return block.language().equals("yaml") && block.text().contains(OURS);
    }

    private static String name(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    private static void assertFits(String text) throws IOException {
        for (String document : text.split("(?m)^---\\s*$")) {
            JsonNode tree = STRICT.readTree(document);
            assertThat(tree.path("apiVersion").asText()).isEqualTo("glooshot.solo.io/v1");
            String kind = tree.path("kind").asText();
            assertThat(KINDS).containsKey(kind);
            HasMetadata object = read(document, KINDS.get(kind));
            assertThat(object.getMetadata().getName()).isNotBlank();
            assertThat(object.getMetadata().getAdditionalProperties()).isEmpty();
        }
    }

    private static HasMetadata read(String document, Class<? extends HasMetadata> kind) throws JsonProcessingException {
        return STRICT.readValue(document, kind);
    }

    private static void assertLeads(Markdown page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page.file()
                : page.file().resolveSibling(parts[0]).normalize();
        assertThat(target).exists();
        if (parts.length == 2) {
            assertThat(Markdown.read(target).anchors()).contains(parts[1]);
        }
    }
}
