package io.glooshot.install;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What can be chosen about an installation; docs/install.md has all of it in a table. Anything that is left out has the
 * value of the manifests.
 *
 * @param namespace the installation's own
 * @param image of controller and guard; that of this version when left out
 * @param replicas of the controller
 * @param resources of the controller
 * @param watchNamespaces whose experiments are run and whose calls can be broken; all when left out
 * @param nodeSelector of all pods, as are the tolerations
 * @param settings of the controller by their names, such as {@code glooshot.run.closing}
 */
public record Values(
        String namespace,
        List<String> watchNamespaces,
        Optional<String> image,
        Optional<String> imagePullPolicy,
        List<String> imagePullSecrets,
        int replicas,
        Optional<Resources> resources,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Optional<String> prometheusUrl,
        Meshes meshes,
        Map<String, String> settings,
        Guard guard) {

    private static final int DEFAULT_REPLICAS = 2;

    /** Where istioctl and Istio's documentation install it. */
    private static final String ISTIO_NAMESPACE = "istio-system";

    /**
     * Those of the kinds of mesh that are to be used.
     *
     * @param istioNamespace where istiod is, for where the controller may not look everywhere
     */
    record Meshes(boolean istio, String istioNamespace, boolean envoy) {

        @JsonCreator
        Meshes(
                @JsonProperty("istio") Boolean istio,
                @JsonProperty("istioNamespace") String istioNamespace,
                @JsonProperty("envoy") Boolean envoy) {
            this(
                    istio == null || istio,
                    Objects.requireNonNullElse(istioNamespace, ISTIO_NAMESPACE),
                    envoy != null && envoy);
        }
    }

    /** The controller's own default: any server, by its address alone. */
    record Prometheus(String url) {}

    /** Of one container. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Resources(Map<String, String> requests, Map<String, String> limits) {
        Resources {
            requests = requests == null ? Map.of() : requests;
            limits = limits == null ? Map.of() : limits;
        }
    }

    /** As in a pod. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Toleration(String key, String operator, String value, String effect, Long tolerationSeconds) {}

    /** Of the guard. */
    record Guard(boolean enabled, Optional<Resources> resources) {

        @JsonCreator
        static Guard of(@JsonProperty("enabled") Boolean enabled, @JsonProperty("resources") Resources resources) {
            return new Guard(enabled == null || enabled, Optional.ofNullable(resources));
        }
    }

    @JsonCreator
    static Values of(
            @JsonProperty("namespace") String namespace,
            @JsonProperty("watchNamespaces") List<String> watchNamespaces,
            @JsonProperty("image") String image,
            @JsonProperty("imagePullPolicy") String imagePullPolicy,
            @JsonProperty("imagePullSecrets") List<String> imagePullSecrets,
            @JsonProperty("replicas") Integer replicas,
            @JsonProperty("resources") Resources resources,
            @JsonProperty("nodeSelector") Map<String, String> nodeSelector,
            @JsonProperty("tolerations") List<Toleration> tolerations,
            @JsonProperty("prometheus") Prometheus prometheus,
            @JsonProperty("meshes") Meshes meshes,
            @JsonProperty("settings") Map<String, String> settings,
            @JsonProperty("guard") Guard guard) {
        return new Values(
                Objects.requireNonNullElse(namespace, Names.NAMESPACE),
                Objects.requireNonNullElse(watchNamespaces, List.of()),
                Optional.ofNullable(image),
                Optional.ofNullable(imagePullPolicy),
                Objects.requireNonNullElse(imagePullSecrets, List.of()),
                Objects.requireNonNullElse(replicas, DEFAULT_REPLICAS),
                Optional.ofNullable(resources),
                Objects.requireNonNullElse(nodeSelector, Map.of()),
                Objects.requireNonNullElse(tolerations, List.of()),
                Optional.ofNullable(prometheus).map(Prometheus::url),
                Objects.requireNonNullElseGet(meshes, () -> new Meshes(null, null, null)),
                Objects.requireNonNullElse(settings, Map.of()),
                Objects.requireNonNullElseGet(guard, () -> Guard.of(null, null)));
    }

    public static Values defaults() {
        return of(null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same for another namespace of its own. */
    public Values in(String other) {
        return with(other, watchNamespaces, meshes);
    }

    Values watching(List<String> namespaces, boolean istio, Optional<String> istioNamespace) {
        return with(namespace, namespaces, new Meshes(istio, istioNamespace.orElse(null), meshes.envoy()));
    }

    private Values with(String home, List<String> watched, Meshes used) {
        return new Values(
                home,
                watched,
                image,
                imagePullPolicy,
                imagePullSecrets,
                replicas,
                resources,
                nodeSelector,
                tolerations,
                prometheusUrl,
                used,
                settings,
                guard);
    }
}
