package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw test -Dtest=CliReferenceTest -Ddocs.update} writes {@code docs/cli.md} anew. */
class CliReferenceTest {

    private static final Path PAGE = Path.of("docs/cli.md");

    @Test
    void pageMatchesTheCommands() throws IOException {
        String generated = CliReference.generate();
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, generated);
        }

        assertThat(PAGE)
                .content()
                .as("docs/cli.md is out of date: run ./mvnw test -Dtest=CliReferenceTest -Ddocs.update")
                .isEqualTo(generated);
    }
}
