package io.glooshot.campaign;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.playground.KubeApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The kinds of Gloo Shot are deleted, and all objects with them, as when it is uninstalled in the wrong order. The API
 * server waits for the finalizers; at times somebody has no patience and takes them away. Then it is all installed again.
 */
final class CrdDeleted implements Disturbance {

    private static final String EXPERIMENTS = "experiments.glooshot.solo.io";
    private static final List<String> OTHERS =
            List.of("meshes.glooshot.solo.io", "killswitches.glooshot.solo.io", "reports.glooshot.solo.io");

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "crd-deleted";
    }

    @Override
    public String what() {
        return "CRDs deleted mid-run, some by force, and installed again";
    }

    /** None comes to its end by itself. */
    @Override
    public Launch launch() {
        return new Launch(Afterwards.OTHERS, Duration.ofSeconds(4), Duration.ofSeconds(40), Duration.ofSeconds(60));
    }

    @Override
    public Duration begins(Blow blow) {
        // None can be created any more from then on.
        return launch().spread().plus(blow.between(Duration.ofMillis(300), Duration.ofSeconds(4)));
    }

    @Override
    public void strike(Blow blow) {
        Launched.awaitAll(blow, this);
        KubeApiServer kube = blow.scene().world().kube();
        boolean isForced = blow.random().nextBoolean();
        List<String> words = new ArrayList<>(List.of("delete", "crd", "--wait=false", EXPERIMENTS));
        if (blow.random().nextBoolean()) {
            words.addAll(OTHERS);
        }
        blow.landed();
        kube.mustKubectl(words.toArray(String[]::new));
        blow.allIsDue();
        Awaitility.await("the CRDs to go")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (isForced) {
                        takeFinalizersAway(kube.client());
                    }
                    return words.stream()
                            .filter(word -> word.endsWith(".glooshot.solo.io"))
                            .noneMatch(crd -> isThere(kube, crd));
                });
        blow.goOn(blow.between(Duration.ZERO, Duration.ofSeconds(8)));
        install(blow.scene());
        blow.allMayBegin();
        Afterwards.requireWork(blow, this);
    }

    private static void takeFinalizersAway(KubernetesClient client) {
        try {
            client.resources(Experiment.class).inAnyNamespace().list().getItems().stream()
                    .map(client::resource)
                    .forEach(ExperimentsDeleted::letGo);
        } catch (KubernetesClientException goneWithTheirKind) {
            // Whether all are gone is looked at apart.
        }
    }

    private static boolean isThere(KubeApiServer kube, String crd) {
        return kube.client()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(crd)
                        .get()
                != null;
    }

    private static void install(Scene scene) {
        KubeApiServer kube = scene.world().kube();
        kube.mustKubectl(
                "apply", "--server-side", "-f", Path.of("crd").toAbsolutePath().toString());
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        scene.createMesh();
        scene.awaitMeshes();
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return Removal.limit(ground);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(240);
    }
}
