package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is made of flags, without a cluster. */
class CreateExperimentTest {

    private record Said(int code, String out, String err) {}

    @TempDir
    Path directory;

    @Test
    void makesAnExperimentOfFlags() {
        Said said = create(
                "abort-ratings",
                "--abort",
                "500",
                "--percent",
                "50",
                "--to",
                "ratings",
                "--from",
                "reviews",
                "--stop-when",
                "sum(rate(errors_total[1m])) > 0.01",
                "--duration",
                "5m",
                "-n",
                "bookinfo");

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.out()).isEqualTo("""
                        apiVersion: glooshot.solo.io/v1
                        kind: Experiment
                        metadata:
                          name: abort-ratings
                          namespace: bookinfo
                        spec:
                          duration: 5m
                          faults:
                          - originServices:
                            - name: reviews
                            destinationServices:
                            - name: ratings
                            fault:
                              abort:
                                httpStatus: 500
                              percentage: 50
                          failureConditions:
                          - trigger:
                              prometheus:
                                customQuery: sum(rate(errors_total[1m]))
                                comparisonOperator: '>'
                                thresholdValue: 0.01
                        """);
    }

    @Test
    void hasAFlagForEverythingThatNarrowsAFault() {
        Said said = create(
                "slow",
                "--delay",
                "2s",
                "--grpc-status",
                "14",
                "--to",
                "shop/ratings:9080",
                "--to",
                "details",
                "--to-selector",
                "app=a,tier!=b,env in (x, y),!old,new",
                "--from-selector",
                "team=books",
                "--header",
                "end-user=jason",
                "--header",
                "X-Canary",
                "--header",
                "a^=b",
                "--header",
                "c~=d=e",
                "--path",
                "/api/*",
                "--method",
                "GET",
                "--side",
                "server",
                "--mesh",
                "istio",
                "--max-blind",
                "10s",
                "--stop-when-url",
                "https://hook.example.com/",
                "--stop-when",
                "up < 1",
                "--on-no-data",
                "healthy",
                "-n",
                "shop");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).isEqualTo("""
                        apiVersion: glooshot.solo.io/v1
                        kind: Experiment
                        metadata:
                          name: slow
                          namespace: shop
                        spec:
                          targetMesh:
                            name: istio
                          faults:
                          - originSelector:
                              matchLabels:
                                team: books
                            destinationServices:
                            - name: ratings
                              namespace: shop
                              port: 9080
                            - name: details
                            destinationSelector:
                              matchLabels:
                                app: a
                              matchExpressions:
                              - key: tier
                                operator: NotIn
                                values:
                                - b
                              - key: env
                                operator: In
                                values:
                                - x
                                - 'y'
                              - key: old
                                operator: DoesNotExist
                              - key: new
                                operator: Exists
                            match:
                              headers:
                              - name: end-user
                                exact: jason
                              - name: x-canary
                                present: true
                              - name: a
                                prefix: b
                              - name: c
                                regex: d=e
                              path:
                                prefix: /api/
                              method: GET
                            side: Server
                            fault:
                              abort:
                                grpcStatus: 14
                              delay:
                                duration: 2s
                          failureConditions:
                          - onNoData: Healthy
                            trigger:
                              prometheus:
                                customQuery: up
                                comparisonOperator: <
                                thresholdValue: 1
                          - trigger:
                              webhookUrl: https://hook.example.com/
                          maxBlind: 10s
                        """);
    }

    @Test
    void warnsOfAFaultThatNothingStops() {
        Said said = create("x", "--abort", "500", "--to", "ratings");

        assertThat(said.code()).isZero();
        assertThat(said.err()).startsWith("Warning: nothing but its duration ends experiment x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | there is nothing to do",
                "x --abort 500 | Missing --to or --to-selector",
                "x --to ratings | Missing --abort, --grpc-status or --delay",
                "x --percent 5 --stop-when up<1 | without a fault the other flags have no meaning",
                "x --header a --stop-when up<1 | without a fault the other flags have no meaning",
                "x --abort 500 --grpc-status 14 --to a | mutually exclusive",
                "x --abort many --to a | '--abort'",
                "x --delay 1s --to a/b/c | is no service such as",
                "x --delay 1s --to a --from b:80 | has a port",
                "x --delay 1s --to-selector a=b=c | is no selector",
                "x --delay 1s --to-selector , | is no selector",
                "x --delay 1s --to a --path ratings | is no path such as",
                "x --delay 1s --to a --header = | is no header such as",
                "x --delay 1s --to a --side both | is neither client nor server",
                "x --delay 1s --to a --stop-when up | has no comparison",
                "x --delay 1s --to a --on-no-data healthy | Missing --stop-when",
                "x --delay 1s --to a --stop-when up<1 --on-no-data ignore | is neither abort nor healthy",
                "--delay 1s --to a | Missing NAME",
                "x -f some.yaml | exclude each other",
                "-f some.yaml --delay 1s --to a | exclude the flags of an experiment",
                "-i --delay 1s --to a | exclude the flags of an experiment",
                "-i x | exclude each other"
            })
    void saysWhatIsMissingOrWrong(String arguments, String why) {
        Said said = create(arguments.split(" "));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(why);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void readsFilesAndKeepsToTheirNamespace() throws IOException {
        Path file = Files.writeString(directory.resolve("two.yaml"), """
                {apiVersion: glooshot.solo.io/v1, kind: Experiment, metadata: {name: a, namespace: shop}, spec: {}}
                ---
                {apiVersion: glooshot.solo.io/v1, kind: Experiment, metadata: {name: b}, spec: {}}
                """);

        assertThat(run("-f", file.toString(), "-o", "name", "--dry-run=client").out())
                .isEqualTo("experiment.glooshot.solo.io/a\nexperiment.glooshot.solo.io/b\n");
        assertThat(run("-f", file.toString(), "-n", "other", "--dry-run=client").err())
                .contains("belongs to namespace shop, not other");
    }

    @Test
    void tellsRefusalsByTheFlagsThatTheyAreOf() {
        KubernetesClientException refused = new KubernetesClientException(new StatusBuilder()
                .withCode(422)
                .withNewDetails()
                .addNewCause("spec.faults[0].fault.percentage", "must be at most 100", "FieldValueInvalid")
                .addNewCause("spec.duration", "must be at most 24h", "FieldValueInvalid")
                .addNewCause("<nil>", "some rules were not checked", "FieldValueInvalid")
                .endDetails()
                .build());

        CommandFailure told = FlagNames.OF_EXPERIMENTS
                .explain("experiment a/b could not be created", refused)
                .orElseThrow();

        assertThat(told.why())
                .isEqualTo(
                        "--percent (spec.faults[0].fault.percentage): must be at most 100; --duration (spec.duration): must be at most 24h; some rules were not checked");
        assertThat(told.remedy()).isEqualTo("Change --percent, --duration; docs/api.md says what each field may be.");
    }

    private Said create(String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of("--dry-run", "-o", "yaml"))
                .toArray(String[]::new));
    }

    private Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Glooshot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = command.execute(Stream.concat(
                        List.of("create", "experiment", "--kubeconfig", kubeconfig()).stream(), Stream.of(arguments))
                .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    /** Of a cluster that is not there. */
    private String kubeconfig() {
        try {
            return Files.writeString(directory.resolve("kubeconfig"), """
                            apiVersion: v1
                            kind: Config
                            current-context: nowhere
                            contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody}}]
                            clusters: [{name: nowhere, cluster: {server: "http://127.0.0.1:1"}}]
                            users: [{name: nobody, user: {}}]
                            """).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
