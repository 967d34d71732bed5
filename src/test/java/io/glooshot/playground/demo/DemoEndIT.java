package io.glooshot.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever the demo is told to end, no process, no listening port and no file of it stays. */
class DemoEndIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** As the shell counts them: 128 and the signal's number. */
    private static final int BY_INT = 130;

    private static final int BY_TERM = 143;
    private static final Pattern WORLD = Pattern.compile("/\\S*/glooshot-playground-[^/\\s]+");
    /** No official download is to be had, so that the local tools are asked. */
    private static final String[] OFFLINE = {
        "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1", "-Dhttp.nonProxyHosts=127.0.0.1"
    };

    @TempDir
    Path directory;

    @Test
    void duringADownload() throws Exception {
        Map<String, String> environment = environmentWhere("python3", "sleep 600 & sleep 600");

        try (DemoProcess demo = DemoProcess.start(here(), output(), environment, OFFLINE)) {
            awaitProcess(demo, "sleep 600");

            leavesNothingAfter(demo, "INT", BY_INT);
        }
    }

    @Test
    void duringABuild() throws Exception {
        // Sources of what comes before it are not to be tried in this test.
        Map<String, String> environment = environmentWhere("go", "sleep 600 & sleep 600");
        Path harmless = script("harmless", "exit 0");
        for (String part : List.of("GLOOSHOT_ENVOY", "GLOOSHOT_PROMETHEUS", "GLOOSHOT_KUBECTL")) {
            environment.put(part, harmless.toString());
        }

        try (DemoProcess demo = DemoProcess.start(here(), output(), environment, OFFLINE)) {
            awaitProcess(demo, "sleep 600");

            leavesNothingAfter(demo, "TERM", BY_TERM);
        }
    }

    @Test
    void whileTheWorldComesUp() throws Exception {
        try (DemoProcess demo = DemoProcess.start(here(), output(), Map.of())) {
            awaitProcess(demo, "--etcd-servers");

            leavesNothingAfter(demo, "INT", BY_INT);
        }
    }

    @Test
    void whileTheControllerStarts() throws Exception {
        try (DemoProcess demo = DemoProcess.start(here(), output(), Map.of())) {
            awaitProcess(demo, "quarkus-run.jar controller");

            leavesNothingAfter(demo, "TERM", BY_TERM);
        }
    }

    @Test
    void whileAFaultIsOn() throws Exception {
        try (DemoProcess demo = DemoProcess.start(here(), output(), Map.of())) {
            demo.awaitOutput("abort-ratings Started", LIMIT);
            assertThat(demo.all().running()).hasSizeGreaterThan(10);
            assertThat(demo.all().listening()).hasSizeGreaterThan(10);

            leavesNothingAfter(demo, "INT", BY_INT);
        }
    }

    @Test
    void whileTheWorldIsKept() throws Exception {
        ProjectCopy project =
                ProjectCopy.in(directory).replace("abort-ratings-resilient", "duration: 20s", "duration: 4s");

        try (DemoProcess demo = DemoProcess.start(project.root(), output(), Map.of(), "-Dplayground.keep=true")) {
            demo.awaitOutput("The world stays up until Ctrl-C", LIMIT);
            demo.awaitOutput("get experiments --watch", LIMIT);
            assertThat(demo.output())
                    .contains("All 3 experiments ended as expected")
                    .contains("export KUBECONFIG=/");

            leavesNothingAfter(demo, "INT", BY_INT);
        }
    }

    private static void awaitProcess(DemoProcess demo, String commandLine) {
        await("a process " + commandLine)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(demo.all().running())
                        .as(demo.output())
                        .anyMatch(process -> process.contains(commandLine)));
    }

    private static void leavesNothingAfter(DemoProcess demo, String signal, int exitCode) throws Exception {
        Set<String> ports = demo.all().listening();
        List<Path> files = demo.all().running().stream()
                .flatMap(process -> WORLD.matcher(process).results())
                .map(match -> Path.of(match.group()))
                .distinct()
                .toList();

        demo.signal(signal);

        assertThat(demo.awaitExit(Duration.ofSeconds(20))).isEqualTo(exitCode);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(demo.all().running()).isEmpty());
        assertThat(ports).noneMatch(MarkedProcesses.listeningOnThisMachine()::contains);
        assertThat(files).allSatisfy(file -> assertThat(file).doesNotExist());
        assertThat(demo.output())
                .contains("Interrupted: stopping everything that was started")
                .doesNotContain("The playground failed", "while stopping the playground", "left behind");
    }

    /** A machine with nothing cached, on which all tools are there but those that have the parts, and one that hangs. */
    private Map<String, String> environmentWhere(String tool, String script) throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String usual : List.of("sh", "sleep", "setsid", "kill", "env", "test", "tar")) {
            Files.createSymbolicLink(tools.resolve(usual), find(usual));
        }
        script("tools/" + tool, script);
        return new HashMap<>(Map.of(
                "PATH",
                tools.toString(),
                "GLOOSHOT_CACHE",
                directory.resolve("cache").toString()));
    }

    private Path script(String name, String content) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + content + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    private Path output() {
        return directory.resolve("output");
    }
}
