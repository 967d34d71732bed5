package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.AuditLog;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On Istio the controller does all its work with the rights that its manifests give it, and needs every one of them. */
@ExtendWith(SharedIstioWorld.class)
class IstioControllerRightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private World world;
    private IstioEndToEnd endToEnd;
    private ControllerAccount account;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World shared) {
        world = shared;
        endToEnd = IstioEndToEnd.on(world);
        account = new ControllerAccount(world);
        // So that it makes the Mesh, and not whoever was there before.
        account.takeOver(() -> world.kube().mustKubectl("delete", "mesh", "istio"), Map.of());
        endToEnd.ensureRunning();
        bookinfo = world.istioBookinfo(world.newNamespace("istio-rights"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        List<AuditLog.Call> refused = account.refused();
        if (bookinfo != null) {
            bookinfo.close();
        }
        account.handBack(Set.of());
        endToEnd.ensureRunning();
        assertThat(refused).isEmpty();
    }

    @Test
    void putsEveryKindOfFaultInAndTakesItOffWithTheRightsOfItsRolesAndUsesThemAll() throws IOException {
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: details, namespace: %1$s}
                spec: {hosts: [details], http: [{name: theirs, route: [{destination: {host: details}}]}]}
                """.formatted(bookinfo.namespace()));
        nameThePortOfReviews();
        List<String> uids = List.of(
                inject("in-an-object-of-ours", "ratings", "Client"),
                inject("in-an-object-of-theirs", "details", "Client"),
                inject("in-a-filter", "reviews", "Server"));

        for (String name : List.of("in-an-object-of-ours", "in-an-object-of-theirs", "in-a-filter")) {
            ExperimentStatus status = user.awaitEnd(name);
            assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        }

        await().atMost(LIMIT).untilAsserted(() -> uids.forEach(endToEnd::assertNothingLeft));
        account.assertUses("40-istio.yaml", "30-controller.yaml");
    }

    /** What is behind a name only the workloads know. */
    private void nameThePortOfReviews() {
        String namespace = bookinfo.namespace();
        for (String entry : world.kube()
                .mustKubectl("get", "workloadentries", "-n", namespace, "-l", "app=reviews", "-o", "name")
                .lines()
                .toList()) {
            world.kube()
                    .mustKubectl(
                            "patch",
                            entry,
                            "-n",
                            namespace,
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"ports\":{\"http\":%d}}}".formatted(9080));
        }
        world.kube()
                .mustKubectl(
                        "patch",
                        "service",
                        "reviews",
                        "-n",
                        namespace,
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/spec/ports/0/targetPort\",\"value\":\"web\"}]");
    }

    private String inject(String name, String service, String side) {
        user.apply(name, """
                duration: 20s
                faults:
                - destinationServices: [{name: %s}]
                  side: %s
                  fault: {abort: {httpStatus: 418}}
                """.formatted(service, side));
        user.awaitInjected(name);
        String from = service.equals("ratings") ? "reviews" : "productpage";
        await().atMost(LIMIT)
                .until(() -> bookinfo.ask(from, service, "/", Map.of()).status() == 418);
        return user.find(name).orElseThrow().getMetadata().getUid();
    }
}
