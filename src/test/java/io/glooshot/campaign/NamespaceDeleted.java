package io.glooshot.campaign;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A namespace goes with everything in it, in any order. No namespace controller runs here, so what it does is done by hand;
 * what the API server does, that nothing can be created any more, is real.
 */
final class NamespaceDeleted implements Disturbance {

    private List<Ground> doomed = List.of();

    @Override
    public String name() {
        return "namespace-deleted";
    }

    @Override
    public String what() {
        return "namespaces deleted mid-run with all that is in them";
    }

    /** None comes to its end by itself. */
    @Override
    public Launch launch() {
        return new Launch(Ground.DESTINATIONS, Duration.ofSeconds(4), Duration.ofSeconds(40), Duration.ofSeconds(60));
    }

    @Override
    public List<Ground> grounds(Scene scene) {
        doomed = scene.moreGrounds();
        return doomed;
    }

    @Override
    public Duration begins(Blow blow) {
        return launch().spread().plus(blow.between(Duration.ofMillis(300), Duration.ofSeconds(5)));
    }

    @Override
    public void strike(Blow blow) {
        Launched.awaitAll(blow, this);
        KubernetesClient client = blow.scene().world().kube().client();
        List<String> namespaces = doomed.stream().map(Ground::namespace).toList();
        blow.landed();
        namespaces.forEach(namespace -> client.namespaces().withName(namespace).delete());
        blow.allIsDue();
        List<Runnable> deletions = new ArrayList<>(namespaces.stream()
                .flatMap(namespace -> deletions(client, namespace))
                .toList());
        Collections.shuffle(deletions, blow.random());
        deletions.forEach(deletion -> {
            deletion.run();
            blow.goOn(blow.between(Duration.ZERO, Duration.ofMillis(500)));
        });
        Awaitility.await("the namespaces to be empty")
                .atMost(patience())
                .ignoreExceptions()
                .until(() -> Launched.all(blow, this).isEmpty());
    }

    private static Stream<Runnable> deletions(KubernetesClient client, String namespace) {
        Stream<Runnable> ofIstio = IstioObjects.KINDS.stream()
                .filter(kind -> client.supports(kind.getGroup() + "/" + kind.getVersion(), kind.getKind()))
                .map(kind -> () -> deleteAll(client, kind, namespace));
        return Stream.concat(
                ofIstio,
                Stream.of(
                        () -> client.resources(Experiment.class)
                                .inNamespace(namespace)
                                .delete(),
                        () -> client.resources(Report.class)
                                .inNamespace(namespace)
                                .delete(),
                        () -> client.services().inNamespace(namespace).delete()));
    }

    private static void deleteAll(KubernetesClient client, ResourceDefinitionContext kind, String namespace) {
        client.genericKubernetesResources(kind).inNamespace(namespace).delete();
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return Removal.limit(ground);
    }
}
