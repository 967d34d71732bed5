package io.glooshot.run;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.policy.Quota;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may break which destination: one experiment at a time, and the oldest that waits comes next. Also how many run at
 * once, where policies limit that: all that run are counted here, and whoever starts is counted in the same moment.
 */
@ApplicationScoped
class Claims {

    /** @param waitsFor what it was told to wait for; empty for those that run or have not asked yet */
    private record Claim(ExperimentName name, Instant created, Set<Destination> destinations, Optional<Wait> waitsFor) {

        private static final Comparator<Claim> OLDEST_FIRST =
                Comparator.comparing(Claim::created).thenComparing(claim -> claim.name.toString());

        boolean overlaps(Claim other) {
            return !Collections.disjoint(destinations, other.destinations);
        }

        boolean goesBefore(Claim other) {
            return OLDEST_FIRST.compare(this, other) < 0;
        }

        Claim waitingFor(Wait wait) {
            return new Claim(name, created, destinations, Optional.of(wait));
        }

        boolean waitsForAPolicy() {
            return waitsFor.filter(Wait.ForPolicy.class::isInstance).isPresent();
        }

        /** Those that have not asked yet may well need a place. */
        boolean needsPlaceIn(Quota quota) {
            return waitsFor.isEmpty()
                    || waitsFor.get() instanceof Wait.ForPolicy full
                            && full.policy().equals(quota.policy());
        }
    }

    private final Map<String, Claim> held = new HashMap<>();
    private final Map<String, Claim> waiting = new HashMap<>();

    /** Takes the plan's destinations, or queues for them and tells what has to end first. */
    synchronized Optional<Wait> take(Plan plan, Instant created, List<Quota> quotas) {
        if (held.containsKey(plan.uid())) {
            return Optional.empty();
        }
        var claim = claim(plan, created);
        Optional<Wait> wait = forExperiment(claim).or(() -> forPolicy(claim, quotas));
        wait.ifPresentOrElse(first -> waiting.put(plan.uid(), claim.waitingFor(first)), () -> hold(plan, created));
        return wait;
    }

    private Optional<Wait> forExperiment(Claim claim) {
        Optional<Claim> holder = held.values().stream().filter(claim::overlaps).min(Claim.OLDEST_FIRST);
        return holder.or(() -> waiting.values().stream()
                        .filter(other -> other.overlaps(claim) && other.goesBefore(claim))
                        .min(Claim.OLDEST_FIRST))
                .map(first -> new Wait.ForExperiment(first.name()));
    }

    private Optional<Wait> forPolicy(Claim claim, List<Quota> quotas) {
        return quotas.stream()
                .filter(quota -> before(claim, quota).count() >= quota.most())
                .findFirst()
                .map(quota -> new Wait.ForPolicy(
                        quota.policy(),
                        quota.most(),
                        before(claim, quota)
                                .sorted(Claim.OLDEST_FIRST)
                                .map(Claim::name)
                                .toList()));
    }

    /** Who runs, and who has waited longer for just this policy: those that wait for an experiment keep no place. */
    private Stream<Claim> before(Claim claim, Quota quota) {
        Stream<Claim> queue =
                waiting.values().stream().filter(other -> other.needsPlaceIn(quota) && other.goesBefore(claim));
        return Stream.concat(held.values().stream(), queue)
                .filter(other -> quota.counts(other.name().namespace()));
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

    /** All that run or wait, by UID. */
    synchronized Map<String, ExperimentName> all() {
        return Stream.concat(held.entrySet().stream(), waiting.entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, claim -> claim.getValue().name()));
    }

    /** Who by that name holds or waits. */
    synchronized List<String> uidsOf(ExperimentName name) {
        return Stream.of(held, waiting)
                .flatMap(claims -> claims.entrySet().stream())
                .filter(entry -> entry.getValue().name().equals(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those that wait for another experiment, oldest first, for another try. */
    synchronized List<ExperimentName> waitingForExperiments() {
        return waiting(claim -> !claim.waitsForAPolicy());
    }

    /**
     * Those that wait for a policy that has a place for them now, or none that they need, oldest first.
     *
     * @param quotas of experiments in a namespace
     */
    synchronized List<ExperimentName> admissible(Function<String, List<Quota>> quotas) {
        return waiting(claim -> claim.waitsForAPolicy()
                && forPolicy(claim, quotas.apply(claim.name().namespace())).isEmpty());
    }

    private List<ExperimentName> waiting(Predicate<Claim> which) {
        return waiting.values().stream()
                .filter(which)
                .sorted(Claim.OLDEST_FIRST)
                .map(Claim::name)
                .toList();
    }

    /** Those of all that run or wait. */
    synchronized Set<String> namespaces() {
        return Stream.concat(held.values().stream(), waiting.values().stream())
                .map(claim -> claim.name().namespace())
                .collect(Collectors.toSet());
    }

    private static Claim claim(Plan plan, Instant created) {
        return new Claim(
                new ExperimentName(plan.namespace(), plan.name()), created, plan.destinations(), Optional.empty());
    }
}
