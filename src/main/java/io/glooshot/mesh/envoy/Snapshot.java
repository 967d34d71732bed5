package io.glooshot.mesh.envoy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The faults that are to be on now: those of the runs that were put in, less those past their deadline and those taken
 * out. Safe for use by many threads, because taking out must never wait for anything.
 */
final class Snapshot {

    private static final int REMEMBERED = 10_000;

    private record Run(Plan plan, Moment deadline) {

        Optional<PlannedFault> fault(Destination destination, ServiceId origin) {
            return plan.faults().stream()
                    .filter(fault -> fault.destination().equals(destination) && fault.hitsCallsFrom(origin))
                    .findFirst();
        }
    }

    private final Moment.Source clock;
    private final Map<Destination, Run> held = new HashMap<>();
    private final Set<String> everHeld = memory();
    private final Set<String> removed = memory();

    Snapshot(Moment.Source clock) {
        this.clock = clock;
    }

    /**
     * Puts a run's faults in; again, if they already are.
     *
     * @throws AbortException when the run is over, another one holds one of its destinations, or no proxy could tell the
     *     calls that it is to hit
     */
    synchronized void put(Plan plan, Instant deadline) {
        MatchFilter.requirePossible(plan);
        Moment now = clock.now();
        Run run = new Run(plan, now.plus(Duration.between(now.time(), deadline)));
        if (removed.contains(plan.uid())) {
            throw new AbortException("AlreadyStopped", "The faults of this experiment were already taken off.");
        }
        if (isOver(run, now)) {
            throw new AbortException("DeadlinePassed", "The deadline passed before the faults were on.");
        }
        for (Destination destination : plan.destinations()) {
            Run other = held.get(destination);
            if (other != null && !other.plan.uid().equals(plan.uid()) && !isOver(other, now)) {
                throw new AbortException(
                        "DestinationHeld",
                        "Experiment %s/%s holds %s.".formatted(other.plan.namespace(), other.plan.name(), destination));
            }
        }
        plan.destinations().forEach(destination -> held.put(destination, run));
        everHeld.add(plan.uid());
    }

    /** Takes a run's faults out, for good: a stopped run never comes back. */
    synchronized void remove(String uid) {
        removed.add(uid);
        held.values().removeIf(run -> run.plan.uid().equals(uid));
    }

    synchronized boolean holds(String uid) {
        Moment now = clock.now();
        return held.values().stream().anyMatch(run -> run.plan.uid().equals(uid) && !isOver(run, now));
    }

    /** What each run holds now, by UID. */
    synchronized Map<String, Set<Destination>> held() {
        Moment now = clock.now();
        Map<String, Set<Destination>> byRun = new TreeMap<>();
        held.forEach((destination, run) -> {
            if (!isOver(run, now)) {
                byRun.computeIfAbsent(run.plan.uid(), uid -> new LinkedHashSet<>())
                        .add(destination);
            }
        });
        return byRun;
    }

    /** Whether not all of a plan's faults are in, on or past their deadline. */
    synchronized boolean lacks(Plan plan) {
        return plan.destinations().stream()
                .map(held::get)
                .anyMatch(run -> run == null || !run.plan.uid().equals(plan.uid()));
    }

    /**
     * Takes out what is there of a run that has not begun; it may be put in again.
     *
     * @param begun asked when the run cannot be put in before this is done
     * @return whether there was anything
     */
    synchronized boolean clear(String uid, BooleanSupplier begun) {
        return !begun.getAsBoolean()
                && held.values().removeIf(run -> run.plan.uid().equals(uid));
    }

    synchronized boolean wasRemoved(String uid) {
        return removed.contains(uid);
    }

    synchronized boolean everHeld(String uid) {
        return everHeld.contains(uid);
    }

    /** Forgets all runs, but not which ones were removed. */
    synchronized void clear() {
        held.clear();
    }

    /** Which calls of a service to a destination are to be broken now, if any are. */
    synchronized CallMatch match(Destination destination, ServiceId origin) {
        Run run = held.get(destination);
        return run == null || isOver(run, clock.now())
                ? CallMatch.ALL
                : run.fault(destination, origin).map(PlannedFault::match).orElse(CallMatch.ALL);
    }

    /** What the proxies of a service are to hold for a destination now, for at most {@code longestTtl}. */
    synchronized Layer layer(Destination destination, ServiceId origin, Duration longestTtl) {
        Run run = held.get(destination);
        Moment now = clock.now();
        if (run == null || isOver(run, now)) {
            return Layer.empty(destination);
        }
        Duration left = left(run, now);
        Duration ttl = left.compareTo(longestTtl) < 0 ? left : longestTtl;
        return run.fault(destination, origin)
                .map(fault -> new Layer(destination, run.plan.uid(), Optional.of(fault), ttl))
                .orElseGet(() -> Layer.empty(destination));
    }

    private static boolean isOver(Run run, Moment now) {
        return left(run, now).compareTo(Duration.ZERO) <= 0;
    }

    /** By the clock that comes first, so that neither a clock set back nor a suspended machine prolongs a fault. */
    private static Duration left(Run run, Moment now) {
        Duration byWallClock = Duration.between(now.time(), run.deadline.time());
        Duration byMonotonicClock = run.deadline.since(now);
        return byWallClock.compareTo(byMonotonicClock) < 0 ? byWallClock : byMonotonicClock;
    }

    /** Bounded: a controller that lives for months must not grow by what it has seen. */
    private static Set<String> memory() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        });
    }
}
