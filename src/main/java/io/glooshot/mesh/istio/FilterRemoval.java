package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.istio.route.ObjectName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Takes EnvoyFilters of ours away in two steps: first their faults go to 0 %, which reaches open connections too, and only
 * when istiod has had the time to tell all proxies of that, the objects are deleted. Blocks. For the controller, for
 * whoever stands in for it, and for a person at a keyboard alike: it needs no more than the object.
 */
final class FilterRemoval {

    private final IstioApi api;
    private final Moment.Source clock;
    private final Duration convergence;
    private final BooleanSupplier controlPlaneIsUp;
    private final Map<ObjectName, Moment> atZeroSince = new ConcurrentHashMap<>();

    /**
     * @param convergence how long istiod may take to tell all proxies
     * @param controlPlaneIsUp whether there is an istiod that could; time without one does not count
     */
    FilterRemoval(IstioApi api, Moment.Source clock, Duration convergence, BooleanSupplier controlPlaneIsUp) {
        this.api = api;
        this.clock = clock;
        this.convergence = convergence;
        this.controlPlaneIsUp = controlPlaneIsUp;
    }

    /**
     * Takes the next step to an object that is gone.
     *
     * @return how long to wait at most before the next one
     */
    Duration remove(ObjectNode filter) {
        ObjectName name = ObjectName.of(filter);
        if (!ServerFilter.isAtZero(filter)) {
            api.update(IstioKind.ENVOY_FILTER, ServerFilter.atZero(filter), RouteOwnership.MANAGER);
            atZeroSince.put(name, clock.now());
            return convergence;
        }
        Moment since = atZeroSince.computeIfAbsent(name, ignored -> clock.now());
        Duration left = convergence.minus(clock.now().since(since));
        if (!controlPlaneIsUp.getAsBoolean()) {
            atZeroSince.put(name, clock.now());
            return convergence;
        }
        if (left.compareTo(Duration.ZERO) > 0) {
            return left;
        }
        api.delete(IstioKind.ENVOY_FILTER, filter);
        atZeroSince.remove(name);
        return Duration.ZERO;
    }
}
