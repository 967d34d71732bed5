package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
    @TempDir
    Path directory;

    private Parts parts(Map<String, String> environment) {
        return new Parts(environment, new Progress(System.out, false));
    }

    private Path program(String name, int exitCode) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\nexit " + exitCode + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void takesTheOneNamedByTheEnvironmentBeforeTheOneOnPath() throws IOException {
        Path named = program("my-envoy", 0);
        program("envoy", 0);

        Parts parts = parts(Map.of("GLOOSHOT_ENVOY", named.toString(), "PATH", directory.toString()));

        assertThat(parts.get(Part.ENVOY)).isEqualTo(named);
    }

    @Test
    void refusesANamedOneThatDoesNotRunInsteadOfTakingAnother() throws IOException {
        Path broken = program("my-envoy", 1);
        program("envoy", 0);

        Parts parts = parts(Map.of("GLOOSHOT_ENVOY", broken.toString(), "PATH", directory.toString()));

        assertThatThrownBy(() -> parts.get(Part.ENVOY)).hasMessageStartingWith("GLOOSHOT_ENVOY=" + broken);
    }

    @Test
    void passesOverOneOnPathThatDoesNotRun() throws IOException {
        program("kubectl", 1);
        Path good = Files.createDirectory(directory.resolve("good"));
        Path kubectl = Files.copy(program("works", 0), good.resolve("kubectl"));

        Parts parts = parts(Map.of("PATH", directory + ":" + good));

        assertThat(parts.get(Part.KUBECTL)).isEqualTo(kubectl);
    }

    @Test
    void readsAChecksumFromAListAndAloneInItsFile() throws IOException {
        String one = "a".repeat(64);
        String other = "b".repeat(64);

        assertThat(OfficialDownload.checksumIn(one + "  ./x.tar.gz\n" + other + " *y.tar.gz\n", "y.tar.gz"))
                .isEqualTo(other);
        assertThat(OfficialDownload.checksumIn(one + "\n", "kubectl")).isEqualTo(one);
        assertThatThrownBy(() -> OfficialDownload.checksumIn("<html>", "y.tar.gz"))
                .hasMessage("no checksum of y.tar.gz is published");
    }
}
