package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.GlooShot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever knows kubectl finds the same names and columns, since both come from the CRDs. */
class KindTest {

    private static JsonNode crd(Kind kind) throws IOException {
        return new YAMLMapper()
                .readTree(
                        Path.of("crd", kind.plural() + ".glooshot.solo.io.yml").toFile())
                .path("spec");
    }

    @ParameterizedTest
    @EnumSource
    void hasTheNamesOfItsDefinition(Kind kind) throws IOException {
        JsonNode names = crd(kind).path("names");
        List<String> known = new ArrayList<>(List.of(
                names.path("plural").asText(),
                names.path("singular").asText(),
                names.path("kind").asText()));
        names.path("shortNames").forEach(name -> known.add(name.asText()));

        assertThat(kind.kind()).isEqualTo(names.path("kind").asText());
        assertThat(kind.isNamespaced())
                .isEqualTo(crd(kind).path("scope").asText().equals("Namespaced"));
        assertThat(known).allSatisfy(name -> {
            assertThat(Kind.named(name)).contains(kind);
            assertThat(Kind.named(name + "." + GlooShot.GROUP)).contains(kind);
            assertThat(Kind.named(name + ".v1." + GlooShot.GROUP)).contains(kind);
        });
    }

    @Test
    void thereIsOneForEachDefinition() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("crd"))) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\..*", "")))
                    .containsExactlyInAnyOrder(
                            Stream.of(Kind.values()).map(Kind::plural).toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pods", "experimentss", "experiments.apps", "experiments.v2.glooshot.solo.io"})
    void noOtherNameIsTaken(String name) {
        assertThat(Kind.named(name)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itsTableHasTheColumnsOfItsDefinition(Kind kind) throws IOException {
        JsonNode printed = crd(kind).path("versions").path(0).path("additionalPrinterColumns");
        List<String> usual = headings(printed, 0);
        List<String> wide = headings(printed, 1);

        assertThat(ObjectTable.columns(kind))
                .filteredOn(column -> !column.wide())
                .extracting(ObjectTable.Column::heading)
                .isEqualTo(usual);
        assertThat(ObjectTable.columns(kind))
                .filteredOn(ObjectTable.Column::wide)
                .extracting(ObjectTable.Column::heading)
                .containsAll(wide);
    }

    private static List<String> headings(JsonNode columns, int priority) {
        return StreamSupport.stream(columns.spliterator(), false)
                .filter(column -> column.path("priority").asInt() == priority)
                .map(column -> column.path("name").asText().toUpperCase(Locale.ROOT))
                .toList();
    }
}
