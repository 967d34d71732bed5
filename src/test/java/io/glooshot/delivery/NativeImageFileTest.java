package io.glooshot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.install.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file that makes the native executable an image, and the manifests that run it. */
class NativeImageFileTest {

    private static final Path FILE = Path.of("src/main/docker/Dockerfile.native-micro");

    private final List<ObjectNode> deployments = Release.packed().objects().stream()
            .filter(object -> object.path("kind").asText().equals("Deployment"))
            .toList();

    @Test
    void runsAsWhomTheManifestsSay() throws IOException {
        assertThat(deployments).hasSize(2);
        for (ObjectNode deployment : deployments) {
            JsonNode pod = deployment.at("/spec/template/spec/securityContext");
            assertThat(only("USER"))
                    .isEqualTo("%d:%d"
                            .formatted(
                                    pod.path("runAsUser").asInt(),
                                    pod.path("runAsGroup").asInt()));
        }
    }

    /** The manifests say {@code args: [controller]} and no command. */
    @Test
    void takesCommandsAsItsFirstWord() throws IOException {
        assertThat(only("ENTRYPOINT")).isEqualTo("[\"/opt/glooshot/bin/glooshot\"]");
        for (ObjectNode deployment : deployments) {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(container.has("command")).isFalse();
            assertThat(container.path("args").get(0).asText()).isIn("controller", "guard");
        }
    }

    @Test
    void showsThePortsOfTheManifests() throws IOException {
        Set<String> ports = new TreeSet<>();
        for (ObjectNode deployment : deployments) {
            deployment
                    .at("/spec/template/spec/containers/0/ports")
                    .forEach(port -> ports.add(port.path("containerPort").asText()));
        }

        assertThat(only("EXPOSE").split(" ")).containsAll(ports);
    }

    @Test
    void namesABaseWithoutARegistry() throws IOException {
        assertThat(only("FROM")).isEqualTo("${BASE}");
        assertThat(instructions("ARG").get(0)).matches("BASE=[a-z]+:[\\w.-]+");
    }

    /** What fetches something at this point would be neither in the list of components nor the same tomorrow. */
    @Test
    void fetchesAndRunsNothing() throws IOException {
        assertThat(instructions("RUN")).isEmpty();
        assertThat(instructions("ADD")).isEmpty();
        assertThat(instructions("COPY")).hasSize(1);
    }

    @Test
    void bearsTheLabelsOfTheImageForTheJvm() throws IOException {
        String other = Files.readString(Path.of("src/test/java/io/glooshot/image/Image.java"));

        assertThat(Pattern.compile("org\\.opencontainers\\.image\\.\\w+")
                        .matcher(only("LABEL"))
                        .results()
                        .map(label -> label.group()))
                .hasSize(5)
                .allMatch(other::contains);
    }

    private static String only(String instruction) throws IOException {
        List<String> found = instructions(instruction);
        assertThat(found).as(instruction).hasSize(1);
        return found.get(0);
    }

    private static List<String> instructions(String name) throws IOException {
        String text = Files.readString(FILE).replaceAll("(?m)^#.*", "").replaceAll("\\\\\\n\\s*", "");
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
