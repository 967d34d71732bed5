package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands against a real API server that no controller is at, so that objects stay as they are; what users see is kept in
 * {@code src/test/resources/cli/}. {@code -Dgolden.update} writes it anew.
 */
class CommandsIT {

    private static final String OBJECTS = "src/test/resources/cli/objects";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Transcript transcript;

    @BeforeAll
    static void startServer() throws IOException {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("create", "serviceaccount", "guest");
        Path guest = kube.kubeconfigWith("guest", kube.serviceAccountToken("default", "guest"));
        String known = Files.readString(kube.kubeconfig());
        transcript = new Transcript(
                Map.of(
                        "admin", kube.kubeconfig(),
                        "guest", guest,
                        "nobody", kube.kubeconfigWith("nobody", "wrong"),
                        "closed", kubeconfig("closed", known.replaceAll("127.0.0.1:\\d+", "127.0.0.1:" + closedPort())),
                        "nowhere", kubeconfig("nowhere", known.replaceAll("127.0.0.1:\\d+", "nowhere.invalid:6443")),
                        "stranger",
                                kubeconfig(
                                        "stranger",
                                        known.replaceAll(
                                                "certificate-authority-data: [^}]+",
                                                "insecure-skip-tls-verify: false")),
                        "broken", kubeconfig("broken", "apiVersion: [")),
                CommandsIT::kubectl);
        // Before anything is installed, which is how many a user meets it first.
        transcript.play("not-installed.txt");
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.mustKubectl("create", "namespace", "shop");
        kube.mustKubectl("create", "namespace", "empty");
        kube.mustKubectl("create", "namespace", "bin");
        kube.mustKubectl("create", "namespace", "depot");
        // What was only just defined is not served at once.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Kind.values())
                        .allMatch(
                                kind -> kube.kubectl("get", kind.plural(), "-A").ok()));
        kube.mustKubectl("apply", "--server-side", "-f", OBJECTS);
        status("experiment", "abort-ratings", "-n", "shop");
        status("experiment", "delay-details", "-n", "shop");
        status("mesh", "istio");
        status("experimentpolicy", "working-hours");
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    /** From the file of that name, which has the status as a patch. */
    private static void status(String type, String name, String... place) {
        String[] words = {
            "patch",
            type,
            name,
            "--subresource=status",
            "--type=merge",
            "--patch-file",
            "src/test/resources/cli/status/" + name + ".yaml"
        };
        kube.mustKubectl(concat(words, place));
    }

    private static Command.Result kubectl(String[] words) {
        assertThat(words[0]).isEqualTo("kubectl");
        return kube.kubectl(Arrays.copyOfRange(words, 1, words.length));
    }

    private static Path kubeconfig(String name, String text) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig-" + name), text);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void get() throws IOException {
        transcript.play("get.txt");
    }

    @Test
    void describe() throws IOException {
        transcript.play("describe.txt");
    }

    @Test
    void delete() throws IOException {
        transcript.play("delete.txt");
    }

    @Test
    void stop() throws IOException {
        transcript.play("stop.txt");
    }

    @Test
    void version() throws IOException {
        transcript.play("version.txt");
    }

    @Test
    void errors() throws IOException {
        transcript.play("errors.txt");
    }

    /** A row for each change, in the columns of the first. */
    @Test
    void getWatches() throws Exception {
        kube.mustKubectl("create", "namespace", "watched");
        StringWriter out = new StringWriter();
        Thread command = new Thread(() -> Glooshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(
                        "get",
                        "exp",
                        "-w",
                        "-o",
                        "name",
                        "-n",
                        "watched",
                        "--kubeconfig",
                        kube.kubeconfig().toString()));
        command.start();
        int made = 0;
        while (out.toString().isEmpty() && made < 100) {
            // It may not watch yet.
            kube.apply(experiment("one-" + made++));
        }
        kube.apply(experiment("last"));
        kube.mustKubectl("delete", "experiment", "last", "-n", "watched");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(out.toString().lines())
                        .filteredOn(line -> line.equals("experiment.glooshot.solo.io/last"))
                        .hasSize(2));
        command.interrupt();
        command.join(LIMIT.toMillis());
        assertThat(command.isAlive()).isFalse();
    }

    private static String experiment(String name) {
        return """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: %s, namespace: watched}
                spec: {}
                """.formatted(name);
    }

    /** It is there until its finalizer goes, and the command says so for as long. */
    @Test
    void deleteWaitsUntilTheFaultIsConfirmedToBeOff() throws Exception {
        KubernetesClient client = kube.client();
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: held, namespace: bin, finalizers: [experiments.glooshot.solo.io/fault-removal]}
                spec: {}
                """);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int[] code = {-1};
        Thread command = new Thread(() -> code[0] = Glooshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "delete",
                        "experiment",
                        "held",
                        "-n",
                        "bin",
                        "--kubeconfig",
                        kube.kubeconfig().toString()));
        command.start();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(err.toString())
                        .isEqualTo("Waiting for experiment bin/held: its fault has to be off; state not known, as no"
                                + " controller has seen it\n"));
        assertThat(out.toString()).isEmpty();
        client.resources(Experiment.class).inNamespace("bin").withName("held").edit(experiment -> {
            experiment.getMetadata().setFinalizers(null);
            return experiment;
        });
        command.join(LIMIT.toMillis());

        assertThat(code[0]).isZero();
        assertThat(out.toString()).isEqualTo("experiment.glooshot.solo.io \"held\" deleted\n");
    }

    /** One that takes the name meanwhile is another, and nobody waits for that. */
    @Test
    void deleteDoesNotWaitForANamesake() throws Exception {
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: twice, namespace: bin}
                spec: {}
                """);
        Thread maker = new Thread(() -> await().atMost(LIMIT)
                .until(() -> kube.kubectl("create", "-n", "bin", "-f", "src/test/resources/cli/twice.yaml")
                        .ok()));
        maker.start();
        StringWriter err = new StringWriter();

        int code = Glooshot.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(
                        "delete",
                        "exp/twice",
                        "-n",
                        "bin",
                        "--kubeconfig",
                        kube.kubeconfig().toString());
        maker.join(LIMIT.toMillis());

        assertThat(code).as(err.toString()).isZero();
        assertThat(kube.kubectl("get", "experiment", "twice", "-n", "bin").ok()).isTrue();
    }

    private static String[] concat(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
