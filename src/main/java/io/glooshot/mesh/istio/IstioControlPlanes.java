package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.mesh.ControlPlaneFinder;
import io.glooshot.mesh.ControlPlaneRevision;
import io.glooshot.mesh.Sighting;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds istiod by the labels that its charts and istioctl give it, one for each revision. */
@ApplicationScoped
@LookupIfProperty(name = "glooshot.istio.enabled", stringValue = "true", lookupIfMissing = true)
public class IstioControlPlanes implements ControlPlaneFinder {

    private static final String GROUP = "networking.istio.io";
    private static final String RESOURCE = "virtualservices";
    private static final String REVISION = "istio.io/rev";
    private static final String CONTAINER = "discovery";

    /** The tag of an image that may have a digest too, without the variants that Istio publishes of each version. */
    private static final Pattern TAG = Pattern.compile("[^@]*:([^:/@]+?)(?:-distroless|-debug)?(?:@.*)?");

    private static final Pattern CHART = Pattern.compile("[a-z-]+-([0-9].*)");

    private final KubernetesClient client;
    private final IstiodDeployments istiods;

    public IstioControlPlanes(KubernetesClient client, IstioSettings settings) {
        this.client = client;
        this.istiods = new IstiodDeployments(client, settings.controlPlaneNamespace());
    }

    @Override
    public MeshType type() {
        return MeshType.Istio;
    }

    @Override
    public String describe(String revision) {
        return "Deployment labelled app=istiod of revision %s in %s".formatted(revision, istiods.place());
    }

    @Override
    public Sighting look() {
        try {
            return isServed()
                    ? deployments()
                    : new Sighting.NotServed("The API server does not serve %s of %s.".formatted(RESOURCE, GROUP));
        } catch (KubernetesClientException e) {
            String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            return new Sighting.Failed("Cannot look for istiod: %s".formatted(why));
        }
    }

    private boolean isServed() {
        APIGroup group = client.getApiGroup(GROUP);
        return group != null
                && group.getVersions().stream()
                        .map(GroupVersionForDiscovery::getGroupVersion)
                        .anyMatch(this::isServed);
    }

    private boolean isServed(String version) {
        APIResourceList list = client.getApiResources(version);
        return list != null
                && list.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(RESOURCE));
    }

    private Sighting deployments() {
        Map<String, ControlPlaneRevision> byRevision = new TreeMap<>();
        istiods.list().stream()
                .sorted(Comparator.comparing(each -> each.getMetadata().getNamespace() + "/"
                        + each.getMetadata().getName()))
                .map(IstioControlPlanes::controlPlane)
                .forEach(found -> byRevision.putIfAbsent(found.revision(), found));
        return new Sighting.Seen(byRevision.values().stream().toList());
    }

    private static ControlPlaneRevision controlPlane(Deployment deployment) {
        var metadata = deployment.getMetadata();
        return new ControlPlaneRevision(
                metadata.getLabels().getOrDefault(REVISION, DEFAULT_REVISION),
                version(deployment),
                "Deployment %s in namespace %s".formatted(metadata.getName(), metadata.getNamespace()));
    }

    private static Optional<String> version(Deployment deployment) {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        Stream<String> images = deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(CONTAINER))
                .map(Container::getImage);
        return images.flatMap(image -> first(TAG, image))
                .findFirst()
                .or(() -> Optional.ofNullable(labels.get("app.kubernetes.io/version")))
                .or(() -> Stream.ofNullable(labels.get("helm.sh/chart"))
                        .flatMap(chart -> first(CHART, chart))
                        .findFirst());
    }

    private static Stream<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Stream.of(matcher.group(1)) : Stream.empty();
    }
}
