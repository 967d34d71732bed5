package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.Leftovers;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.RouteName;
import io.glooshot.mesh.istio.route.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults in Istio's objects, known by their names alone, and taken off as the controller does it. */
public final class IstioLeftovers implements Leftovers {

    private final IstioApi api;
    private final IstioRemoval removal;

    /** @param convergence how long istiod may take to tell all proxies of a change */
    public IstioLeftovers(KubernetesClient client, Moment.Source clock, Duration convergence) {
        this.api = new IstioApi(client);
        IstiodAvailability istiod = new IstiodAvailability(client);
        this.removal = new IstioRemoval(api, new FilterRemoval(api, clock, convergence, istiod::isUp));
    }

    @Override
    public List<Leftover> find() {
        List<Leftover> found = new ArrayList<>();
        for (ObjectNode virtualService : api.list(IstioKind.VIRTUAL_SERVICE)) {
            Routing.uidsIn(virtualService)
                    .forEach(uid -> found.add(leftover(IstioKind.VIRTUAL_SERVICE, virtualService, uid)));
        }
        for (ObjectNode filter : api.list(IstioKind.ENVOY_FILTER)) {
            RouteName.uidOfObject(ObjectName.of(filter).name())
                    .ifPresent(uid -> found.add(leftover(IstioKind.ENVOY_FILTER, filter, uid)));
        }
        return found;
    }

    @Override
    public Optional<Duration> remove(String uid) {
        return removal.remove(uid);
    }

    @Override
    public String state(String uid) {
        return removal.state(uid);
    }

    private static Leftover leftover(IstioKind kind, ObjectNode object, String uid) {
        return new Leftover(kind.describe(ObjectName.of(object)), uid);
    }
}
