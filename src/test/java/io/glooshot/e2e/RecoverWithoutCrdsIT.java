package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gloo Shot was uninstalled in a hurry, CRDs and all, while a fault was on. */
class RecoverWithoutCrdsIT {

    /** The API server may take a minute to empty a resource that is going. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static World world;

    @BeforeAll
    static void startWorld() {
        world = World.builder(Progress.toStandardOut()).istio().start();
    }

    @AfterAll
    static void endWorld() {
        world.close();
    }

    @Test
    void takesTheFaultsOffAndLeavesTheUsersRoutes() {
        String namespace = world.newNamespace("recover");
        String uid = UUID.randomUUID().toString();
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: %1$s}
                spec:
                  hosts: [ratings]
                  http:
                  - name: glooshot-%2$s-0
                    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
                    route: [{destination: {host: ratings}}]
                  - name: theirs
                    route: [{destination: {host: ratings}}]
                """.formatted(namespace, uid));
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: glooshot-%2$s-1, namespace: %1$s, labels: {glooshot.solo.io/fault: "true"}}
                spec:
                  hosts: [details]
                  http:
                  - name: glooshot-%2$s-1
                    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
                    route: [{destination: {host: details}}]
                """.formatted(namespace, uid));
        String[] crds = {
            "experiments.glooshot.solo.io",
            "experimentpolicies.glooshot.solo.io",
            "meshes.glooshot.solo.io",
            "killswitches.glooshot.solo.io",
            "reports.glooshot.solo.io"
        };
        // An API server that is told to delete a kind which it does not serve yet gives up for minutes.
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Stream.of(crds)
                        .allMatch(crd -> world.kube().kubectl("get", crd, "-A").ok()));
        world.kube()
                .mustKubectl(Stream.concat(Stream.of("delete", "crd", "--wait=false"), Stream.of(crds))
                        .toArray(String[]::new));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        !world.kube().mustKubectl("get", "crd", "-o", "name").contains("glooshot.solo.io"));

        Command.Result result = world.glooshot("recover");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.stdout())
                .contains("2 faults:")
                .contains("VirtualService %s/ratings".formatted(namespace))
                .contains("No fault is left in the cluster.");
        assertThat(world.kube()
                        .mustKubectl("get", "virtualservices", "-A", "-o", "jsonpath={.items[*].spec.http[*].name}"))
                .isEqualToIgnoringWhitespace("theirs");
        Command.Result again = world.glooshot("recover");
        assertThat(again.exitCode()).isZero();
        assertThat(again.stdout()).contains("There is no fault in the cluster.");
    }
}
