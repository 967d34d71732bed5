package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;

/**
 * The switch that lets proxies in. Only a leader that knows the runs that are on may serve: a follower, or a leader that
 * has not loaded them yet, would take their faults off. Until then proxies are answered UNAVAILABLE.
 */
@ApplicationScoped
public class Serving {

    private final Proxies proxies;

    @Inject
    Serving(Proxies proxies) {
        this.proxies = proxies;
    }

    /**
     * Starts to serve. Once more while open, only adds the runs.
     *
     * @param started the plan of every stored run that may be faulting now, with its deadline
     */
    public void open(Map<Plan, Instant> started) {
        proxies.open(started);
    }

    /** Stops to serve: ends all streams and forgets the runs. What proxies hold lapses with its TTL. */
    public void close() {
        proxies.close();
    }

    public boolean isOpen() {
        return proxies.servingSince().isPresent();
    }
}
