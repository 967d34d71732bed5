package io.glooshot.install;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.guard.Takedown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What others keep in the installation's namespace, and would lose with it. Blocks. */
record Neighbours(KubernetesClient client, String namespace) {

    /** In each namespace, by Kubernetes itself. */
    private static final Set<String> EVERYWHERE =
            Set.of("configmap/kube-root-ca.crt", "serviceaccount/default", "configmap/istio-ca-root-cert");

    /** As kubectl names them, in order. */
    List<String> find() {
        Stream<HasMetadata> objects = Stream.of(
                        client.secrets().inNamespace(namespace).list().getItems(),
                        client.configMaps().inNamespace(namespace).list().getItems(),
                        client.serviceAccounts().inNamespace(namespace).list().getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.persistentVolumeClaims()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.pods().inNamespace(namespace).list().getItems(),
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.apps()
                                .statefulSets()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.apps().daemonSets().inNamespace(namespace).list().getItems(),
                        client.batch().v1().jobs().inNamespace(namespace).list().getItems(),
                        client.batch()
                                .v1()
                                .cronjobs()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                .flatMap(List::stream);
        Stream<Experiment> experiments = Takedown.experiments(client).values().stream()
                .filter(experiment -> experiment.getMetadata().getNamespace().equals(namespace));
        return Stream.concat(objects, experiments)
                .filter(object -> !isOurs(object))
                .map(object -> "%s/%s"
                        .formatted(
                                object.getKind().toLowerCase(Locale.ROOT),
                                object.getMetadata().getName()))
                .filter(name -> !EVERYWHERE.contains(name))
                .sorted()
                .toList();
    }

    private static boolean isOurs(HasMetadata object) {
        return Names.GLOOSHOT.equals(Optional.ofNullable(object.getMetadata().getLabels())
                .orElse(Map.of())
                .get(Names.NAME_LABEL));
    }
}
