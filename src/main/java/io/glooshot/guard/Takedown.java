package io.glooshot.guard;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.Leftovers;
import io.glooshot.mesh.istio.IstioLeftovers;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes faults off without a controller. First their experiment is told to stop, so that no controller puts them in again;
 * then they are removed as the controller does it. Blocks.
 */
public final class Takedown {

    private static final String STOP = "{\"spec\":{\"stop\":true}}";

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final List<Leftovers> meshes;
    private final Consumer<String> tell;

    /**
     * For all meshes whose API can hold faults. Plain Envoy has none: its faults end by themselves.
     *
     * @param convergence how long istiod may take to tell all proxies of a change
     * @param tell takes a line for people whenever something is worth one
     */
    public static Takedown of(
            KubernetesClient client, Moment.Source clock, Duration convergence, Consumer<String> tell) {
        return of(client, WatchedNamespaces.all(), Optional.empty(), clock, convergence, tell);
    }

    /**
     * The same where not all namespaces may be asked.
     *
     * @param istiod the namespace that Istio's control plane is looked for in; any when left out
     */
    public static Takedown of(
            KubernetesClient client,
            WatchedNamespaces namespaces,
            Optional<String> istiod,
            Moment.Source clock,
            Duration convergence,
            Consumer<String> tell) {
        Leftovers istio = new IstioLeftovers(client, namespaces, istiod, clock, convergence);
        return new Takedown(client, namespaces, List.of(istio), tell);
    }

    Takedown(KubernetesClient client, WatchedNamespaces namespaces, List<Leftovers> meshes, Consumer<String> tell) {
        this.client = client;
        this.namespaces = namespaces;
        this.meshes = List.copyOf(meshes);
        this.tell = tell;
    }

    /** All objects that hold faults, in order. */
    public List<Leftover> find() {
        return meshes.stream()
                .flatMap(mesh -> mesh.find().stream())
                .sorted(Comparator.comparing(Leftover::object).thenComparing(Leftover::uid))
                .toList();
    }

    /** As {@link #experiments(KubernetesClient, WatchedNamespaces)}. */
    public Map<String, Experiment> experiments() {
        return experiments(client, namespaces);
    }

    /** The experiments there are in the cluster, by UID; none where their kind is not installed. Blocks. */
    public static Map<String, Experiment> experiments(KubernetesClient client) {
        return experiments(client, WatchedNamespaces.all());
    }

    /** The same for some namespaces. */
    public static Map<String, Experiment> experiments(KubernetesClient client, WatchedNamespaces namespaces) {
        try {
            return namespaces.list(client, Experiment.class).stream()
                    .collect(Collectors.toMap(
                            experiment -> experiment.getMetadata().getUid(), Function.identity()));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Map.of();
            }
            throw failure;
        }
    }

    /**
     * Takes the next step towards a mesh without faults of an experiment.
     *
     * @param experiment if it is still there
     * @return how long to wait before the next step; empty when nothing of it is left
     */
    public Optional<Duration> step(String uid, Optional<Experiment> experiment) {
        experiment.filter(Takedown::goesOn).ifPresent(this::stop);
        List<Duration> waits = new ArrayList<>();
        meshes.forEach(mesh -> mesh.remove(uid).ifPresent(waits::add));
        return waits.stream().min(Comparator.naturalOrder());
    }

    /** The namespaces in which something could not be read when it was last looked at. */
    public Set<String> unseen() {
        return namespaces.unreadable();
    }

    /** What the removal of an experiment's faults waits for. */
    public String state(String uid) {
        return meshes.stream().map(mesh -> mesh.state(uid)).collect(Collectors.joining(" "));
    }

    /**
     * Sets {@code spec.stop}, for whichever controller there is.
     *
     * @throws KubernetesClientException when there is no such experiment, or the API server refuses
     */
    public static void tellToStop(KubernetesClient client, String namespace, String name) {
        client.resources(Experiment.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), STOP);
    }

    /** When this fails, the fault comes off all the same, and again, should a controller put it back. */
    private void stop(Experiment experiment) {
        String name = "%s/%s"
                .formatted(
                        experiment.getMetadata().getNamespace(),
                        experiment.getMetadata().getName());
        try {
            tellToStop(
                    client,
                    experiment.getMetadata().getNamespace(),
                    experiment.getMetadata().getName());
            tell.accept("Told experiment %s to stop.".formatted(name));
        } catch (KubernetesClientException failure) {
            tell.accept("Experiment %s cannot be told to stop: %s".formatted(name, failure.getMessage()));
        }
    }

    private static boolean goesOn(Experiment experiment) {
        return !experiment.getSpec().stop()
                && !(experiment.getStatus() != null
                        && experiment.getStatus().state() != null
                        && experiment.getStatus().state().isFinal());
    }
}
