package io.glooshot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.glooshot.playground.PseudoTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code glooshot watch} at a terminal, before an API server whose experiments never change. */
class WatchCommandTest {

    /** Some terminals give back their title then. */
    private static final String LEFT_THE_SCREEN = "\033\\[\\?1049l(\033\\[[0-9;]*t)?$";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path GOLDEN = Path.of("src/test/resources/cli/watch-terminal.txt");

    @TempDir
    Path directory;

    private final Instant now = Instant.now();
    private final AtomicBoolean isAway = new AtomicBoolean();
    private HttpServer server;
    private Path kubeconfig;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = WatchSamples.list(now).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(isAway.get() ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: here, context: {cluster: here, namespace: shop}}]
                current-context: here
                """.formatted(
                        server.getAddress().getPort()));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void showsTheSamePictureForTheSameStateWhateverTheClusterSays() throws IOException {
        try (PseudoTerminal terminal = watch(Map.of())) {
            terminal.awaitScreen("success-rate", LIMIT);

            assertThat(settled(terminal.screen())).isEqualTo(Files.readString(GOLDEN));
            assertThat(terminal.raw())
                    .contains("owned", "\033[31m")
                    .doesNotContain("\033]0;", "\007", "\u009b", "\u202e");

            terminal.type("\033[B");
            terminal.awaitScreen("> control", LIMIT);
            terminal.resize(12, 50);
            terminal.awaitScreen("(?m)^Gloo Shot: 3 experiments.{0,40}UTC$", LIMIT);
            terminal.type("q");
            assertThat(terminal.awaitExit(LIMIT)).isZero();
            assertThat(terminal.raw()).contains("\033[?1049h").containsPattern(LEFT_THE_SCREEN);
        }
    }

    @Test
    void doesWithoutColoursWhereTheyAreNotWanted() {
        try (PseudoTerminal terminal = watch(Map.of("NO_COLOR", "1"))) {
            terminal.awaitScreen("success-rate", LIMIT);

            assertThat(terminal.raw()).doesNotContainPattern("\033\\[[0-9;]*3[0-9](;[0-9;]*)?m");
            terminal.type("\003");
            assertThat(terminal.awaitExit(LIMIT)).isZero();
            assertThat(terminal.raw()).containsPattern(LEFT_THE_SCREEN);
        }
    }

    @Test
    void printsPlainLinesAtATerminalThatCanDoNothingElse() {
        try (PseudoTerminal terminal = watch(Map.of("TERM", "dumb"))) {
            terminal.awaitText("abort-ratings is Started \\(Injected: \\?\\[2J", LIMIT);

            assertThat(terminal.raw()).doesNotContain("\033");
            terminal.type("\003");
            assertThat(terminal.awaitExit(LIMIT)).isZero();
        }
    }

    @Test
    void saysThatTheApiServerIsAwayAndGoesOnWhenItIsBack() {
        try (PseudoTerminal terminal = watch(Map.of())) {
            terminal.awaitScreen("success-rate", LIMIT);
            isAway.set(true);
            terminal.awaitScreen("The API server cannot be asked: .* 503", LIMIT);
            isAway.set(false);
            terminal.awaitScreen("q quit", LIMIT);
            terminal.type("q");
            assertThat(terminal.awaitExit(LIMIT)).isZero();
        }
    }

    private static String settled(String screen) {
        return screen.replaceAll("\\d\\d:\\d\\d:\\d\\d UTC", "HH:MM:SS UTC").replaceAll("1h[23]\\dm", "1hMMm");
    }

    private PseudoTerminal watch(Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.glooshot.cli.Glooshot",
                "watch",
                "-A",
                "--kubeconfig",
                kubeconfig.toString()));
        return PseudoTerminal.start(24, 100, environment, command);
    }
}
