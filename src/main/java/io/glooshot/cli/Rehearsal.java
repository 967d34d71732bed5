package io.glooshot.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Does what the most frequent commands do, with a server of its own on the loopback interface, so that the JVM can archive
 * the classes they need. The start script calls it; nothing it says is read.
 */
final class Rehearsal {

    private static final List<String[]> COMMANDS = List.of(
            new String[] {"--help"},
            new String[] {"get", "--help"},
            new String[] {"nonsense"},
            new String[] {"version", "--client"},
            new String[] {"get", "experiments"},
            new String[] {"get", "experiment", "rehearsal", "-o", "yaml"},
            new String[] {"describe", "experiment", "rehearsal"});

    private static final String OBJECT = """
            {"apiVersion": "glooshot.solo.io/v1", "kind": "Experiment",
             "metadata": {"name": "rehearsal", "namespace": "default", "uid": "0", "creationTimestamp": "2026-01-01T00:00:00Z"},
             "spec": {"duration": "1m", "faults": [{"destinationServices": [{"name": "a"}], "fault": {"abort": {"httpStatus": 500}}}]},
             "status": {"state": "Started", "deadline": "2026-01-01T00:01:00Z"}}""";

    private static final String LIST = """
            {"apiVersion": "glooshot.solo.io/v1", "kind": "ExperimentList", "metadata": {"resourceVersion": "1"}, "items": [%s]}""".formatted(OBJECT);

    private static final String NO_EVENTS =
            "{\"apiVersion\": \"v1\", \"kind\": \"EventList\", \"metadata\": {}, \"items\": []}";

    private Rehearsal() {}

    public static void main(String... args) throws IOException {
        Logging.prepare(args);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Rehearsal::answer);
        server.start();
        Path kubeconfig = Files.createTempFile("glooshot", ".kubeconfig");
        try {
            String address = "127.0.0.1:" + server.getAddress().getPort();
            // The second has no answer that could be understood, and shows what the way there takes.
            for (String scheme : List.of("http", "https")) {
                Files.writeString(kubeconfig, kubeconfig(scheme + "://" + address));
                COMMANDS.forEach(words -> run(kubeconfig, words));
            }
        } finally {
            Files.delete(kubeconfig);
            server.stop(0);
        }
        System.exit(0);
    }

    private static void run(Path kubeconfig, String... words) {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine command = Glooshot.commandLine().setOut(nowhere).setErr(nowhere);
        String[] all = List.of("get", "describe").contains(words[0])
                ? concat(words, "--kubeconfig", kubeconfig.toString())
                : words;
        command.execute(all);
    }

    private static String[] concat(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = path.endsWith("/events") ? NO_EVENTS : path.endsWith("/rehearsal") ? OBJECT : LIST;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String kubeconfig(String server) {
        return """
                apiVersion: v1
                kind: Config
                current-context: rehearsal
                contexts: [{name: rehearsal, context: {cluster: rehearsal, user: rehearsal}}]
                clusters: [{name: rehearsal, cluster: {server: "%s"}}]
                users: [{name: rehearsal, user: {}}]
                """.formatted(server);
    }
}
