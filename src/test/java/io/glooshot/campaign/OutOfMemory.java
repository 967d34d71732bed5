package io.glooshot.campaign;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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

    /** Enough for a heap as {@link #HEAP} says; a larger one would take so many that the API server has no time for us. */
    private static final int MOST = 600;

    private static final String HEAP = "80m";
    private static final String LABEL = "glooshot-campaign/ballast";
    private static final int BYTES = 240_000;
    private static final Duration LONGEST = Duration.ofSeconds(40);

    /** Each of them takes the API server 100 ms on a busy machine. */
    private static final Duration LONGEST_DELETION = Duration.ofMinutes(3);

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
        return 2;
    }

    @Override
    public Duration patience() {
        return LONGEST.plus(LONGEST_DELETION).multipliedBy(2);
    }

    @Override
    public void prepare(Scene scene) {
        scene.replicas().all().forEach(replica -> replica.process().with("JAVA_TOOL_OPTIONS", Replicas.small(HEAP)));
        scene.replicas().restartAll();
    }

    @Override
    public void tidyUp(Scene scene) {
        deleteAll(scene);
        scene.replicas().all().forEach(replica -> replica.process().with("JAVA_TOOL_OPTIONS", Replicas.SMALL));
        scene.replicas().restartAll();
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
            // Without memory it may crawl on for minutes and not end by itself; then it is killed, as the kernel does
            // it.
            long since = System.nanoTime();
            blow.await(LONGEST.plusSeconds(5), () -> !isAlive(pid) || System.nanoTime() - since > LONGEST.toNanos());
        } finally {
            deleteAll(blow.scene());
        }
    }

    /** While a cluster would wait before it starts once more what keeps ending. What still limps gets no further either. */
    private static void deleteAll(Scene scene) {
        scene.replicas().scaleToZero();
        scene.replicas().all().forEach(replica -> replica.process().kill());
        await("the ballast to be gone")
                .atMost(LONGEST_DELETION)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> scene.grounds().stream()
                        .map(ground -> deleteSome(scene, ground.namespace()))
                        .allMatch(isLast -> isLast));
        scene.replicas().scaleUp();
    }

    /** Some of them may wait for a controller, and there is none that could live with so many. */
    private static boolean deleteSome(Scene scene, String namespace) {
        var experiments =
                scene.world().kube().client().resources(Experiment.class).inNamespace(namespace);
        List<Experiment> some = experiments
                .withLabel(LABEL)
                .list(new ListOptionsBuilder().withLimit(20L).build())
                .getItems();
        for (Experiment each : some) {
            var one = experiments.withName(each.getMetadata().getName());
            if (!each.getFinalizers().isEmpty()) {
                one.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
            }
            one.delete();
        }
        return some.isEmpty();
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
                .addToLabels(LABEL, "")
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
