package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Faults in Istio's objects, known by their names alone, and taken off as the controller does it. */
public final class IstioLeftovers implements Leftovers {

    private final IstioApi api;
    private final IstioRemoval removal;

    /**
     * @param controlPlane the namespace that istiod is looked for in; any when left out
     * @param convergence how long istiod may take to tell all proxies of a change
     */
    public IstioLeftovers(
            KubernetesClient client,
            WatchedNamespaces namespaces,
            Optional<String> controlPlane,
            Moment.Source clock,
            Duration convergence) {
        this.api = new IstioApi(client, namespaces);
        IstiodAvailability istiod = new IstiodAvailability(new IstiodDeployments(client, controlPlane));
        this.removal = new IstioRemoval(api, new FilterRemoval(api, clock, convergence, istiod::isUp));
    }

    @Override
    public List<Leftover> find() {
        return Listing.of(api).leftovers(uid -> true);
    }

    @Override
    public Optional<Duration> remove(String uid) {
        return removal.remove(uid);
    }

    @Override
    public String state(String uid) {
        return removal.state(uid);
    }
}
