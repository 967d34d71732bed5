package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.playground.AuditLog;
import io.glooshot.playground.GuardProcess;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guard does all its work with the rights that its manifest gives it, and needs every one of them. */
@ExtendWith(SharedIstioWorld.class)
class GuardRightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ACCOUNT = "glooshot-guard";

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World shared) {
        world = shared;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("rights"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        bookinfo.close();
        endToEnd.ensureRunning();
    }

    @Test
    void takesEveryKindOfFaultOffWithTheRightsOfItsRoleAndUsesThemAll() throws IOException {
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: details, namespace: %s}
                spec: {hosts: [details], http: [{name: theirs, route: [{destination: {host: details}}]}]}
                """.formatted(bookinfo.namespace()));
        List<String> uids = List.of(
                inject("in-an-object-of-ours", "ratings", "Client"),
                inject("in-an-object-of-theirs", "details", "Client"),
                inject("in-a-filter", "reviews", "Server"));

        try (GuardProcess guard = guard("8s")) {
            endToEnd.controller().kill();

            await().atMost(LIMIT).untilAsserted(() -> uids.forEach(endToEnd::assertNothingLeft));
            assertThat(guard.log()).content().contains("no controller has shown itself");
        }

        assertThat(List.of("in-an-object-of-ours", "in-an-object-of-theirs", "in-a-filter"))
                .allMatch(name -> user.find(name).orElseThrow().getSpec().stop());
        List<AuditLog.Call> calls = calls();
        assertThat(calls).as("calls that were refused").noneMatch(call -> call.code() == 403);
        assertThat(Rights.used(calls)).isEqualTo(Rights.granted(world, "60-guard.yaml"));
        assertThat(calls)
                .filteredOn(call -> call.resource().equals("leases"))
                .allMatch(call ->
                        call.namespace().equals("glooshot") && call.name().equals("glooshot"));
    }

    @Test
    void obeysAKillSwitchWithTheRightsOfItsRole() {
        String uid = inject("killed", "ratings", "Client");
        endToEnd.controller().kill();
        try (GuardProcess guard = guard("10m")) {
            world.kube().apply("""
                    apiVersion: glooshot.solo.io/v1
                    kind: KillSwitch
                    metadata: {name: %s}
                    """.formatted(bookinfo.namespace()));

            await().atMost(LIMIT).untilAsserted(() -> endToEnd.assertNothingLeft(uid));
            assertThat(guard.log()).content().contains("a KillSwitch is on").doesNotContain("cannot");
        } finally {
            world.kube().mustKubectl("delete", "killswitch", bookinfo.namespace());
        }
        assertThat(user.find("killed").orElseThrow().getSpec().stop()).isTrue();
        assertThat(calls()).noneMatch(call -> call.code() == 403);
    }

    private List<AuditLog.Call> calls() {
        return world.kube().audit().of("glooshot", ACCOUNT);
    }

    /** As its Deployment runs it, and faster. */
    private GuardProcess guard(String longestSilence) {
        return world.guard(
                Rights.kubeconfig(world, ACCOUNT),
                "--lease-namespace",
                "glooshot",
                "--longest-silence",
                longestSilence,
                "--interval",
                "500ms",
                "--grace",
                "2s",
                "--convergence",
                "2s");
    }

    private String inject(String name, String service, String side) {
        user.apply(name, """
                duration: 10m
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
