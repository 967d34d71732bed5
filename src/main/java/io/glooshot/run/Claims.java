package io.glooshot.run;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may break which destination: one experiment at a time, and the oldest that waits comes next. */
@ApplicationScoped
class Claims {

    private record Claim(ExperimentName name, Instant created, Set<Destination> destinations) {

        private static final Comparator<Claim> OLDEST_FIRST =
                Comparator.comparing(Claim::created).thenComparing(claim -> claim.name.toString());

        boolean overlaps(Claim other) {
            return !Collections.disjoint(destinations, other.destinations);
        }

        boolean goesBefore(Claim other) {
            return OLDEST_FIRST.compare(this, other) < 0;
        }
    }

    private final Map<String, Claim> held = new HashMap<>();
    private final Map<String, Claim> waiting = new HashMap<>();

    /** Takes the plan's destinations, or queues for them and tells which experiment has to end first. */
    synchronized Optional<ExperimentName> take(Plan plan, Instant created) {
        if (held.containsKey(plan.uid())) {
            return Optional.empty();
        }
        var claim = claim(plan, created);
        Optional<Claim> holder = held.values().stream().filter(claim::overlaps).min(Claim.OLDEST_FIRST);
        Optional<Claim> first = holder.or(() -> waiting.values().stream()
                .filter(other -> other.overlaps(claim) && other.goesBefore(claim))
                .min(Claim.OLDEST_FIRST));
        if (first.isPresent()) {
            waiting.put(plan.uid(), claim);
        } else {
            hold(plan, created);
        }
        return first.map(Claim::name);
    }

    /** Queues for the plan's destinations without asking for them yet. */
    synchronized void queue(Plan plan, Instant created) {
        if (!held.containsKey(plan.uid())) {
            waiting.put(plan.uid(), claim(plan, created));
        }
    }

    /** Takes the destinations of a run that already has them by what is stored. */
    synchronized void hold(Plan plan, Instant created) {
        waiting.remove(plan.uid());
        held.put(plan.uid(), claim(plan, created));
    }

    /** Gives up what is held or waited for. Returns whether there was anything. */
    synchronized boolean release(String uid) {
        return (held.remove(uid) != null) | (waiting.remove(uid) != null);
    }

    /** All who wait, oldest first, for another try. */
    synchronized List<ExperimentName> waiting() {
        return waiting.values().stream()
                .sorted(Claim.OLDEST_FIRST)
                .map(Claim::name)
                .toList();
    }

    private static Claim claim(Plan plan, Instant created) {
        return new Claim(new ExperimentName(plan.namespace(), plan.name()), created, plan.destinations());
    }
}
