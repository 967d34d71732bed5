package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code glooshot plan} on Istio: the very objects that a run then writes. */
@ExtendWith(SharedIstioWorld.class)
class IstioPlanIT {

    private static final String NO_UID = "00000000-0000-0000-0000-000000000000";

    private static final String SPEC = """
            targetMesh: {name: istio}
            duration: 5m
            maxBlind: 30s
            faults:
            - originServices: [{name: reviews}]
              destinationServices: [{name: ratings}]
              fault: {abort: {httpStatus: 500}, percentage: 50}
            - side: Server
              destinationServices: [{name: details}]
              fault: {delay: {duration: 200ms}}
            failureConditions:
            - name: errors
              trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 0.5}}
            """;

    @TempDir
    Path directory;

    @Test
    void showsTheObjectsAsTheyAreAndAsARunMakesThem(World world) throws IOException {
        IstioEndToEnd endToEnd = IstioEndToEnd.on(world);
        try (IstioBookinfo bookinfo = world.istioBookinfo(world.newNamespace("istio-plan"));
                Traffic traffic = bookinfo.call("reviews", "ratings", 50);
                ApiFront front = ApiFront.before(world.kube().client(), world.vertx())) {
            String namespace = bookinfo.namespace();
            world.kube().apply("""
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata:
                      name: ratings
                      namespace: %s
                      labels: {argocd.argoproj.io/instance: shop}
                    spec:
                      hosts: [ratings]
                      http:
                      - timeout: 3s
                        retries: {attempts: 2}
                        route: [{destination: {host: ratings}}]
                    """.formatted(namespace));
            Cli cli = new Cli(Files.writeString(directory.resolve("kubeconfig"), front.kubeconfig()));
            Path file = Files.writeString(
                    directory.resolve("experiment.yaml"),
                    "apiVersion: glooshot.solo.io/v1\nkind: Experiment\nmetadata: {name: planned}\nspec:\n"
                            + SPEC.indent(2));
            String[] plan = {
                "plan",
                "-n",
                namespace,
                "-f",
                file.toString(),
                "--prometheus-url",
                world.prometheus().url()
            };
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cli.run(plan).out().contains("reviews-v1." + namespace));

            Cli.Outcome outcome = cli.run(plan);
            JsonNode said = new ObjectMapper()
                    .readTree(cli.run(with(plan, "-o", "json")).out());

            assertThat(outcome.out()
                            .replace(namespace, "<namespace>")
                            .replaceAll("(reviews-v1.<namespace> +)[0-9.]+ +[0-9.]+", "$1<rate>   <hit>"))
                    .isEqualTo(Files.readString(Path.of("src/test/resources/cli/plan-istio.txt")));
            assertThat(outcome.code()).isZero();
            assertThat(front.writes()).isEmpty();

            User user = endToEnd.user(namespace);
            user.apply("planned", SPEC);
            String uid = user.find("planned").orElseThrow().getMetadata().getUid();
            user.awaitInjected("planned");
            assertThat(said.at("/changes")).hasSize(2);
            for (JsonNode change : said.at("/changes")) {
                ObjectNode after = (ObjectNode)
                        new YAMLMapper().readTree(change.path("after").asText().replace(NO_UID, uid));
                JsonNode stored = endToEnd.get(
                        after.path("kind").asText(),
                        namespace,
                        after.at("/metadata/name").asText());
                assertThat(stored.path("spec")).isEqualTo(after.path("spec"));
            }
            user.kubectl("delete", "experiment", "planned", "--timeout=60s");
            endToEnd.assertNothingLeft(uid);
        }
    }

    private static String[] with(String[] words, String... more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
