package io.glooshot.mesh.envoy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits until every proxy that a plan's faults are for, as far as it is connected, has the filters that they need. A proxy
 * that comes back opens its streams one after the other.
 */
final class Examination implements Confirmation {

    private final Moment began;
    private final Duration limit;
    private final Plan plan;
    private final Proxies proxies;
    private final UniEmitter<? super List<String>> result;

    Examination(Plan plan, Proxies proxies, UniEmitter<? super List<String>> result) {
        this.began = proxies.now();
        this.limit = proxies.settings().ackTimeout();
        this.plan = plan;
        this.proxies = proxies;
        this.result = result;
    }

    @Override
    public boolean settle(Moment now) {
        Optional<AbortException> refusal = new MatchFilters(plan, proxies).refusal();
        if (refusal.isEmpty()) {
            result.complete(List.of());
            return true;
        }
        if (now.since(began).compareTo(limit) >= 0) {
            result.fail(refusal.get());
            return true;
        }
        return false;
    }
}
