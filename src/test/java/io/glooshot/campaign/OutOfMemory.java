package io.glooshot.campaign;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import java.time.Duration;
import java.util.List;

/**
 * Somebody makes so many large Experiments that no controller can hold them all: each of them ends on
 * {@code OutOfMemoryError}, which is how a Java process is killed for memory, and ends again until they are gone. To those
 * outside it is as the kernel's killer does it: no word, no order.
 */
final class OutOfMemory implements Disturbance {

    private static final int MOST = 600;
    private static final int BYTES = 240_000;
    private static final Duration LONGEST = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "out-of-memory";
    }

    @Override
    public String what() {
        return "Controllers killed for memory";
    }

    @Override
    public int rounds() {
        return 3;
    }

    @Override
    public void strike(Blow blow) {
        Replica leader = blow.scene().replicas().awaitLeader();
        long pid = leader.process().pid();
        KubernetesClient client = blow.scene().world().kube().client();
        String namespace = blow.scene().grounds().get(0).namespace();
        String ballast = "x".repeat(BYTES);
        int made = 0;
        try {
            while (made < MOST && isAlive(pid)) {
                client.resource(large(namespace, "ballast-" + blow.number() + "-" + made, ballast))
                        .create();
                made++;
            }
            blow.await(LONGEST, () -> !isAlive(pid));
        } finally {
            for (int i = 0; i < made; i++) {
                client.resources(Experiment.class)
                        .inNamespace(namespace)
                        .withName("ballast-" + blow.number() + "-" + i)
                        .delete();
            }
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    /** To be stopped from the start, so that it is nothing but large. */
    private static Experiment large(String namespace, String name, String ballast) {
        Experiment experiment = new Experiment();
        experiment.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .addToAnnotations("ballast", ballast)
                .build());
        experiment.setSpec(new ExperimentSpec(null, "1s", List.of(), List.of(), null, null, true));
        return experiment;
    }

    /** Nobody leads until they are gone and a controller is up again. */
    @Override
    public Duration longestOverrun(Ground ground) {
        Duration away = LONGEST.multipliedBy(2);
        return ground.expiry().compareTo(away) < 0 ? ground.expiry() : away;
    }
}
