package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The packaged controller, as a user runs it: what tests break must not be a test-only arrangement. */
public final class ControllerProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    private final String name;
    private final Path directory;
    // Kept across restarts: proxies have the address in their configuration.
    private final int httpPort = LoopbackPorts.take();
    private final int grpcPort = LoopbackPorts.take();
    private final Map<String, String> environment = new HashMap<>();
    private Path command = command();
    private ChildProcess process;

    ControllerProcess(String name, Path directory, Path kubeconfig, String prometheusUrl) {
        this.name = name;
        this.directory = directory;
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("GLOOSHOT_PROMETHEUS_URL", prometheusUrl);
        // Where the playground's webhooks are, which no webhook may be by default.
        environment.put("GLOOSHOT_WEBHOOK_ALLOWED", "127.0.0.1");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(httpPort));
        environment.put("QUARKUS_GRPC_SERVER_HOST", "127.0.0.1");
        environment.put("QUARKUS_GRPC_SERVER_PORT", Integer.toString(grpcPort));
    }

    /** Another program than the one that the build has left, which takes the same words. */
    public ControllerProcess by(Path command) {
        this.command = command;
        return this;
    }

    /** A setting for the next start, by its environment variable. */
    public ControllerProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The opposite. */
    public ControllerProcess without(Set<String> variables) {
        environment.keySet().removeAll(variables);
        return this;
    }

    /** On the same ports each time, so that the proxies find it again. */
    public void start() {
        if (!Files.exists(command)) {
            throw new IllegalStateException("no controller at " + command + ": build it with ./mvnw package");
        }
        process = ChildProcess.start(name, directory.resolve(name + ".log"), environment, words(command, "controller"));
        try {
            process.awaitReady(READY_LIMIT, () -> LoopbackHttp.answersOk(httpUrl() + "/q/health/ready"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * The packaged command line. Variables that name parts for the playground would be settings in the eyes of the
     * controller.
     */
    static List<String> glooshot(String... arguments) {
        return words(command(), arguments);
    }

    private static List<String> words(Path command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("env"));
        Stream.of(Part.values()).forEach(part -> words.addAll(List.of("-u", part.variable())));
        // By the Java of the tests, whatever else there is.
        words.add("JAVA_HOME=" + System.getProperty("java.home"));
        words.add(command.toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** What users call: the script, or the program that {@code -Dglooshot.command} names, such as a native executable. */
    public static Path command() {
        return named().orElseGet(ControllerProcess::script);
    }

    /** The same as words, but the jar in the script's place: for those who would mind what a script does. */
    public static List<String> program() {
        return named().map(path -> List.of(path.toString()))
                .orElseGet(() ->
                        List.of(ProcessHandle.current().info().command().orElse("java"), "-jar", jar().toString()));
    }

    /** The script that the build leaves beside the jars. */
    public static Path script() {
        return jar().getParent().resolveSibling("glooshot");
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getProperty("glooshot.command"))
                .filter(name -> !name.isBlank())
                .map(name -> Path.of(name).toAbsolutePath());
    }

    private static Path jar() {
        return Path.of(System.getProperty("glooshot.jar", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
    }

    public void stop() {
        process.stop();
    }

    /** As a crash or the kernel does it: faults in the proxies must then end by themselves. */
    public void kill() {
        process.kill();
    }

    /** Hung but not gone: its connections stay open, and nothing renews a fault. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    /** What it has written so far. */
    String words() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process != null && process.alive();
    }

    public long pid() {
        return process.pid();
    }

    public String httpUrl() {
        return "http://127.0.0.1:" + httpPort;
    }

    public int grpcPort() {
        return grpcPort;
    }

    public Path log() {
        return directory.resolve(name + ".log");
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
