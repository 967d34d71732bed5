package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ./mvnw test -Dtest=ApiReferenceTest -Ddocs.update} writes {@code docs/api.md} anew. */
class ApiReferenceTest {

    private static final Path PAGE = Path.of("docs/api.md");

    @Test
    void pageMatchesTheCustomResourceDefinitions() throws IOException {
        String generated = ApiReference.generate();
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, generated);
        }

        assertThat(PAGE)
                .content()
                .as("docs/api.md is out of date: run ./mvnw test -Dtest=ApiReferenceTest -Ddocs.update")
                .isEqualTo(generated);
    }
}
