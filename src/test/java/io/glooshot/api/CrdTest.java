package io.glooshot.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw test -Dtest=CrdTest -Dcrd.update} writes {@code crd/} anew. */
class CrdTest {

    private static final Path DIRECTORY = Path.of("crd");

    @TestFactory
    Iterable<DynamicTest> filesMatchTheTypes(@TempDir Path scratch) throws IOException {
        Map<String, String> generated = Crds.generate(scratch);
        if (System.getProperty("crd.update") != null) {
            for (var file : generated.entrySet()) {
                Files.writeString(DIRECTORY.resolve(file.getKey()), file.getValue());
            }
        }
        return generated.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(),
                        () -> assertThat(DIRECTORY.resolve(file.getKey()))
                                .content()
                                .as("crd/ is out of date: run ./mvnw test -Dtest=CrdTest -Dcrd.update")
                                .isEqualTo(file.getValue())))
                .toList();
    }
}
