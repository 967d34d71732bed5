package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.cli.Glooshot;
import io.glooshot.conversion.Conversion;
import io.glooshot.conversion.Converter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/migration.md shows is what the command does. */
class MigrationTest {

    private static final Path PAGE = Path.of("docs/migration.md");
    private static final String OLD = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata: {name: any, namespace: default}
            spec:
              spec: {%s}
            """;

    @TempDir
    Path directory;

    @Test
    void showsWhatTheCommandPrints() throws IOException {
        Path old = Files.writeString(directory.resolve("old.yaml"), block("yml"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int code = Glooshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("convert", "-f", old.toString());

        assertThat(code).isZero();
        assertThat(out.toString()).isEqualTo(block("yaml"));
        assertThat(err.toString().replace(directory + "/", "")).isEqualTo(block("text"));
    }

    static Stream<List<String>> fields() throws IOException {
        return DocTable.under(PAGE, "## What became of each field", 16);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void convertsFieldsAsTheTableSays(List<String> row) throws IOException {
        Conversion conversion = Converter.convert(OLD.formatted(row.get(0)), "x");

        JsonNode now = new YAMLMapper().readTree(conversion.objects().get(0).toString());
        JsonNode today = new YAMLMapper().readTree("{" + row.get(1) + "}");
        today.fields()
                .forEachRemaining(
                        field -> assertThat(now.at("/spec/" + field.getKey())).isEqualTo(field.getValue()));
        if (row.size() > 2) {
            assertThat(conversion.notes()).anyMatch(note -> note.outcome().contains(row.get(2)));
        }
    }

    private static String block(String language) throws IOException {
        return Markdown.read(PAGE).blocks().stream()
                .filter(block -> block.language().equals(language))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
