package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Waits until no proxy can hold a fault of a plan's experiment any more. */
final class Removal implements Confirmation {

    private static final String UNKNOWN = "proxies that have not reconnected";

    private final Plan plan;
    private final List<String> heldBy;
    private final Proxies proxies;
    private final Runnable written;
    private final UniEmitter<? super Void> result;
    private volatile Set<String> pending = Set.of();

    Removal(Plan plan, List<String> heldBy, Proxies proxies, Runnable written, UniEmitter<? super Void> result) {
        this.plan = plan;
        this.heldBy = heldBy;
        this.proxies = proxies;
        this.written = written;
        this.result = result;
    }

    @Override
    public boolean settle(Moment now) {
        if (proxies.servingSince().isEmpty()) {
            result.fail(new IllegalStateException("This controller does not serve proxies."));
            return true;
        }
        // Proxies are sent what has changed before any confirmation is asked.
        written.run();
        Set<String> left = new TreeSet<>(proxies.exposures().holders(plan.uid(), now));
        if (now.since(proxies.servingSince().get()).compareTo(proxies.settings().ttl()) < 0) {
            addInherited(left);
        }
        pending = left;
        if (left.isEmpty()) {
            result.complete(null);
        }
        return left.isEmpty();
    }

    String state() {
        return pending.isEmpty()
                ? "Waiting to be served."
                : "Waiting for an acknowledgement, or the end of the TTL, of: " + String.join(", ", pending);
    }

    /** While a fault that an earlier process sent can still be on, what is not known to be clean counts as faulted. */
    private void addInherited(Set<String> left) {
        for (Destination destination : plan.destinations()) {
            proxies.streams()
                    .filter(stream -> stream.subscribes(destination)
                            && stream.acknowledged(destination).isEmpty())
                    .forEach(stream -> left.add(stream.nodeId()));
        }
        heldBy.stream().filter(node -> !isSeenClean(node)).forEach(left::add);
        if (heldBy.isEmpty() && !proxies.snapshot().everHeld(plan.uid())) {
            left.add(UNKNOWN);
        }
    }

    private boolean isSeenClean(String node) {
        return plan.destinations().stream()
                .allMatch(destination -> proxies.streams()
                        .anyMatch(stream -> stream.nodeId().equals(node)
                                && stream.acknowledged(destination)
                                        .filter(layer -> !layer.isOf(plan.uid()))
                                        .isPresent()));
    }
}
