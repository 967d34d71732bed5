package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.install.Terminal.Said;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After it was installed, used and taken out a cluster holds what it held before: every object of every kind, labelled or not. */
class UninstallRemainsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String INVENTORY =
            "jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid}{\"\\n\"}{end}";

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Terminal admin;
    private static StandIns standIns;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("create", "namespace", "shop");
        kube.mustKubectl("create", "configmap", "theirs", "-n", "shop", "--from-literal=a=b");
        admin = new Terminal(kube.kubeconfig());
        standIns = StandIns.start(kube.client());
    }

    @AfterAll
    static void stopServer() {
        standIns.close();
        kube.close();
    }

    @Test
    void holdsWhatItHeldBefore() {
        // A server that has just started goes on making objects of its own.
        await().atMost(LIMIT).until(() -> inventory().contains("Namespace /kube-node-lease"));
        Set<String> before = inventoryWithUids();

        succeeds("init");
        kube.apply(Manifests.experiment("shop", "over", Manifests.fault("destinationServices: [{name: s}]")));
        kube.mustKubectl(
                "patch",
                "experiment",
                "over",
                "-n",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"state\":\"Succeeded\"}}");
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: theirs}
                spec: {type: Envoy}
                """);
        assertThat(inventoryWithUids()).hasSizeGreaterThan(before.size() + 20).containsAll(before);

        succeeds("uninstall", "--delete-crds", "--yes", "--convergence", "100ms", "--timeout", "30s");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(inventoryWithUids()).isEqualTo(before));
    }

    private static void succeeds(String... words) {
        Said said = admin.glooshot(words);
        assertThat(said.code()).as(said.out() + said.err()).isZero();
    }

    private static String inventory() {
        String kinds = String.join(
                ",",
                kube.mustKubectl("api-resources", "--verbs=list", "-o", "name")
                        .lines()
                        .toList());
        return kube.mustKubectl("get", kinds, "-A", "-o", INVENTORY);
    }

    /** So that one that was deleted and made anew is another. */
    private static Set<String> inventoryWithUids() {
        Set<String> objects = new TreeSet<>(inventory().lines().toList());
        // They go by themselves after an hour.
        objects.removeIf(object -> object.startsWith("Event "));
        return objects;
    }
}
