package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code glooshot plan} on plain Envoys: says what a run does, and writes nothing. */
@ExtendWith(SharedWorld.class)
class PlanCommandIT {

    private static final int RATE = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String HEALTHY = """
            failureConditions:
            - name: errors
              trigger: {prometheus: {customQuery: 'vector(0.25)', comparisonOperator: ">", thresholdValue: 0.5}}
            """;

    @TempDir
    static Path directory;

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static Traffic traffic;
    private static User user;
    private static ApiFront front;
    private static Cli cli;

    @BeforeAll
    static void startBookinfo(World shared) throws IOException {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("plan"));
        user = endToEnd.user(bookinfo.namespace());
        traffic = bookinfo.call("reviews", "ratings", RATE);
        front = ApiFront.before(world.kube().client(), world.vertx());
        cli = new Cli(Files.writeString(directory.resolve("kubeconfig"), front.kubeconfig()));
    }

    @AfterAll
    static void stopBookinfo() {
        front.close();
        traffic.close();
        bookinfo.close();
    }

    @Test
    void showsWhomItHitsWhatItSendsAndWhatItsConditionsSayAndWritesNothing() throws IOException {
        await().atMost(LIMIT)
                .until(() -> plan("calm", abort(50) + HEALTHY).out().contains("reviews." + bookinfo.namespace()));

        Cli.Outcome outcome = plan("calm", abort(50) + HEALTHY);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()
                        .replace(bookinfo.namespace(), "<namespace>")
                        .replaceAll("(reviews.<namespace> +)[0-9.]+ +[0-9.]+", "$1<rate>   <hit>"))
                .isEqualTo(Files.readString(Path.of("src/test/resources/cli/plan-envoy.txt")));
        assertThat(front.writes()).isEmpty();
        assertThat(user.find("calm")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            UnknownService      | duration: 1m\\nfaults: [{destinationServices: [{name: nobody}], fault: {abort: {httpStatus: 500}}}]
            NotSupported        | duration: 1m\\nfaults: [{side: Server, destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 500}}}]
            NamespaceNotAllowed | duration: 1m\\nfaults: [{destinationServices: [{name: kubernetes, namespace: default, port: 443}], fault: {abort: {httpStatus: 500}}}]
            InvalidSpec         | duration: 1m\\nfailureConditions: [{name: late, interval: 20s, failureLimit: 9, trigger: {prometheus: {customQuery: 'vector(0)', thresholdValue: -1}}}]
            ConditionAlreadyMet | duration: 1m\\nfailureConditions: [{name: met, trigger: {prometheus: {customQuery: 'vector(0)', thresholdValue: 1}}}]
            ConditionNoData     | duration: 1m\\nfailureConditions: [{name: none, trigger: {prometheus: {customQuery: 'none', thresholdValue: 1}}}]
            """)
    void objectsAsTheControllerDoes(String reason, String spec) throws IOException {
        String name = reason.toLowerCase(java.util.Locale.ROOT);
        String text = spec.replace("\\n", "\n") + "\n";
        Cli.Outcome outcome = plan(name, text);
        user.apply(name, text);
        String message = user.awaitState(name, State.Aborted).message();

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(user.status(name).reason()).isEqualTo(reason);
        assertThat(outcome.out()).contains("It would not start:", "- " + reason + ": ");
        assertThat(oneLine(outcome.out())).contains(oneLine(message));
    }

    @Test
    void tellsEverythingThatSpeaksAgainstItAtOnce() throws IOException {
        user.apply("holder", abort(10).replace("2m", "5m") + HEALTHY);
        user.awaitInjected("holder");
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: ExperimentPolicy
                metadata: {name: plan-it}
                spec:
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                  maxPercentage: 20
                """.formatted(bookinfo.namespace()));
        try {
            Cli.Outcome outcome = plan("late", abort(50).replace("errors", "met") + HEALTHY.replace("0.5", "0.1"));

            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("- PolicyViolation: ExperimentPolicy plan-it, spec.maxPercentage: ")
                    .contains("- ConditionAlreadyMet: ");
            world.kube().mustKubectl("delete", "experimentpolicy", "plan-it");
            assertThat(plan("late", abort(50) + HEALTHY).out())
                    .contains("- WaitingForExperiment: Experiment %s/holder has the same destination and goes first."
                            .formatted(bookinfo.namespace()));
        } finally {
            world.kube().kubectl("delete", "experimentpolicy", "plan-it");
            user.kubectl("delete", "experiment", "holder", "--timeout=60s");
        }
    }

    @Test
    void saysThatNothingStartsWhileAKillSwitchIsOn() throws IOException {
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: KillSwitch
                metadata: {name: plan-it}
                spec: {reason: a test}
                """);
        try {
            assertThat(plan("stopped", abort(50) + HEALTHY).out()).contains("- KillSwitch: KillSwitch plan-it is on");
        } finally {
            world.kube().mustKubectl("delete", "killswitch", "plan-it");
        }
    }

    @Test
    void isForThoseWhoMayOnlyReadToo() throws IOException {
        world.kube().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: plan-reader}
                rules:
                - {apiGroups: [glooshot.solo.io], resources: [experiments, meshes, experimentpolicies, killswitches], verbs: [get, list]}
                - {apiGroups: [""], resources: [services, namespaces], verbs: [get, list]}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: plan-reader, namespace: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: plan-reader}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: plan-reader}
                subjects: [{kind: ServiceAccount, name: plan-reader, namespace: %1$s}]
                """.formatted(bookinfo.namespace()));
        Cli reader = new Cli(world.kube()
                .kubeconfigWith("plan-reader", world.kube().serviceAccountToken(bookinfo.namespace(), "plan-reader")));
        Path file = write("read", "faults:" + abort(50).split("faults:")[1] + HEALTHY);

        Cli.Outcome outcome = reader.run(
                "plan",
                "-n",
                bookinfo.namespace(),
                "-f",
                file.toString(),
                "--prometheus-url",
                world.prometheus().url(),
                "-o",
                "json");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("You may not create experiments here")
                // Its duration comes from the schema.
                .contains("\"start\" : \"Yes\"");
    }

    private static Cli.Outcome plan(String name, String spec) throws IOException {
        return cli.run(
                "plan",
                "-n",
                bookinfo.namespace(),
                "-f",
                write(name, spec).toString(),
                "--prometheus-url",
                world.prometheus().url());
    }

    private static Path write(String name, String spec) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".yaml"),
                "apiVersion: glooshot.solo.io/v1\nkind: Experiment\nmetadata: {name: %s}\nspec:\n%s"
                        .formatted(name, spec.indent(2)));
    }

    private static String abort(int percent) {
        return """
                duration: 2m
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}, percentage: %d}
                """.formatted(percent);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
