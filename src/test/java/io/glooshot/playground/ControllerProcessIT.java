package io.glooshot.playground;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handling of a controller's process: the real script, with a stand-in that only tells how it was started. */
class ControllerProcessIT {
    @TempDir
    Path directory;

    private final String realJar = System.getProperty("glooshot.jar", "target/quarkus-app/quarkus-run.jar");
    private final String named = System.getProperty("glooshot.command");
    private ControllerProcess controller;

    static final class StandIn {
        public static void main(String... arguments) throws IOException {
            String host = System.getenv("QUARKUS_HTTP_HOST");
            int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 10);
            server.createContext("/q/health/ready", exchange -> {
                byte[] body = (String.join(" ", arguments) + " " + System.getenv("KUBECONFIG") + " "
                                + System.getenv("GLOOSHOT_PROMETHEUS_URL"))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
            server.start();
        }
    }

    @BeforeEach
    void prepareStandIn() throws IOException {
        Path script = Files.copy(ControllerProcess.script(), directory.resolve("glooshot"), COPY_ATTRIBUTES);
        Path jar = Files.createDirectory(directory.resolve("quarkus-app")).resolve("quarkus-run.jar");
        assertThat(script).isExecutable();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String entry = StandIn.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(StandIn.class.getResourceAsStream("/" + entry).readAllBytes());
        }
        System.setProperty("glooshot.jar", jar.toString());
        System.clearProperty("glooshot.command");
        controller = new ControllerProcess("controller", directory, Path.of("/a/kubeconfig"), "http://prometheus");
    }

    @AfterEach
    void stopStandIn() {
        controller.close();
        System.setProperty("glooshot.jar", realJar);
        if (named == null) {
            System.clearProperty("glooshot.command");
        } else {
            System.setProperty("glooshot.command", named);
        }
    }

    @Test
    void tellsTheControllerWhereEverythingIs() {
        controller.start();

        assertThat(LoopbackHttp.get(controller.httpUrl() + "/q/health/ready"))
                .isEqualTo("controller /a/kubeconfig http://prometheus");
    }

    @Test
    void comesBackOnTheSamePortAfterACrash() {
        controller.start();
        long first = controller.pid();

        controller.kill();
        assertThat(controller.alive()).isFalse();
        controller.start();

        assertThat(controller.pid()).isNotEqualTo(first);
        assertThat(LoopbackHttp.answersOk(controller.httpUrl() + "/q/health/ready"))
                .isTrue();
    }

    @Test
    void startsTheProgramThatAPropertyNames() throws IOException {
        Path other = Files.writeString(directory.resolve("native"), """
                #!/bin/sh
                exec "$JAVA_HOME/bin/java" -jar quarkus-app/quarkus-run.jar native "$@"
                """.replace(
                        "quarkus-app", directory.resolve("quarkus-app").toString()));
        assertThat(other.toFile().setExecutable(true)).isTrue();
        System.setProperty("glooshot.command", other.toString());
        controller = new ControllerProcess("native", directory, Path.of("/a/kubeconfig"), "http://prometheus");

        controller.start();

        assertThat(LoopbackHttp.get(controller.httpUrl() + "/q/health/ready")).startsWith("native controller ");
    }

    @Test
    void saysHowToGetAControllerThatIsNotBuilt() {
        controller.by(directory.resolve("none/glooshot"));

        assertThatThrownBy(controller::start).hasMessageContaining("./mvnw package");
    }
}
