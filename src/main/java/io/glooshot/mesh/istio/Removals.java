package io.glooshot.mesh.istio;

import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.istio.Gates.Gate;
import io.glooshot.mesh.istio.Listing.Held;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Removals that go on until nothing is left of an experiment, whether its run has asked for one or it turned up later. */
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final IstioApi api;
    private final IstioRemoval removal;
    private final Gates gates;
    private final IstioWatch watch;
    private final Drifts drifts;
    private final Latecomers latecomers;

    Removals(IstioApi api, IstioRemoval removal, Gates gates, IstioWatch watch, Drifts drifts) {
        this.api = api;
        this.removal = removal;
        this.gates = gates;
        this.watch = watch;
        this.drifts = drifts;
        this.latecomers = new Latecomers(
                gates::isClosed, uid -> takeOff(uid, "It was written after the faults had been taken off."));
    }

    /** From here on what turns up after its removal is taken off again. */
    void watch() {
        watch.add(latecomers);
    }

    /**
     * Fails while it cannot be known whether something is left.
     *
     * @param places the namespaces in which there can be something
     * @param written is told when whatever is left is at 0 %
     */
    Uni<Void> remove(String uid, Set<String> places, Runnable written) {
        return blocking(() -> {
                    watch();
                    latecomers.begin(uid);
                    gates.of(uid).close();
                    return step(uid, places);
                })
                .invoke(written)
                .chain(wait -> wait.isPresent()
                        ? after(wait.get()).chain(() -> remove(uid, places, written))
                        : done(uid, places, written));
    }

    private Optional<Duration> step(String uid, Set<String> places) {
        Optional<Duration> wait = removal.remove(uid);
        if (wait.isEmpty()) {
            api.unreadable(places).ifPresent(namespace -> {
                throw new IllegalStateException(
                        "Namespace %s may not be read, so nobody knows whether the fault is off there."
                                .formatted(namespace));
            });
        }
        return wait;
    }

    private Uni<Void> done(String uid, Set<String> places, Runnable written) {
        return latecomers.end(uid) ? Uni.createFrom().voidItem() : remove(uid, places, written);
    }

    /** Takes off what is nobody's, unless somebody is at it; nobody has to wait for it. */
    void removeStray(String uid, String why) {
        if (latecomers.takeOn(uid)) {
            takeOff(uid, why);
        }
    }

    /** Tells once, of what there is before anything is taken off. */
    private void takeOff(String uid, String why) {
        persistently(blocking(() -> Listing.of(api).of(uid)).invoke(held -> tell(uid, held, why)))
                .chain(() -> persistently(remove(uid, Set.of(), () -> {})))
                .subscribe()
                .with(done -> LOG.debugf("Nothing is left of experiment %s", uid));
    }

    private void tell(String uid, List<Held> held, String why) {
        if (!held.isEmpty()) {
            List<String> objects = held.stream().map(Held::describe).toList();
            drifts.tell(new Drift(
                    Drift.Kind.Stray,
                    uid,
                    objects,
                    Optional.of(held.get(0).reference()),
                    "%s held a fault that is taken off. %s".formatted(String.join(", ", objects), why)));
        }
    }

    /** Takes the next step for an experiment that may begin at any moment; its injection has to wait meanwhile. Blocks. */
    boolean clear(String uid, BooleanSupplier begun) {
        Gate gate = gates.of(uid);
        gate.lock().lock();
        try {
            if (begun.getAsBoolean() || Listing.of(api).of(uid).isEmpty()) {
                return false;
            }
            removal.remove(uid);
            return true;
        } finally {
            gate.lock().unlock();
        }
    }

    boolean isUnderWay(String uid) {
        return latecomers.isUnderWay(uid);
    }

    private static <T> Uni<T> persistently(Uni<T> work) {
        return work.onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely();
    }

    private static Uni<Void> after(Duration delay) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(delay);
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
