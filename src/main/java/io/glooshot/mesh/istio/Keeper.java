package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.istio.Listing.Held;
import io.glooshot.mesh.istio.route.ObjectName;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sees to it that the faults of one run stay where they were put. Looks whenever an object that holds them changes; when
 * something had to be put back more often than is allowed, somebody else insists on their own routes, and the run ends.
 */
final class Keeper implements IstioWatch.Listener {

    private static final Logger LOG = Logger.getLogger(Keeper.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Plan plan;
    private final Supplier<Holding> apply;
    private final Supplier<Optional<String>> lastWriter;
    private final int putBacks;
    private final UniEmitter<? super Void> result;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean changedMeanwhile = new AtomicBoolean();
    private final Consumer<Drift> tell;
    private volatile Holding holding;
    /** What holds the faults, as a sweep has last seen it. */
    private volatile List<Held> seen;
    /** The same when a look has found nothing to do. */
    private volatile List<Held> inOrder;

    private int done;

    Keeper(
            Plan plan,
            Holding holding,
            Supplier<Holding> apply,
            Supplier<Optional<String>> lastWriter,
            int putBacks,
            Consumer<Drift> tell,
            UniEmitter<? super Void> result) {
        this.plan = plan;
        this.holding = holding;
        this.apply = apply;
        this.lastWriter = lastWriter;
        this.putBacks = putBacks;
        this.tell = tell;
        this.result = result;
    }

    @Override
    public void changed(IstioKind kind, ObjectNode object, boolean gone) {
        if (holding.holds(kind, ObjectName.of(object))) {
            look();
        }
    }

    /**
     * Takes note of everything in the cluster that holds faults of the run, for what the watch does not tell: objects that
     * should not, and changes that went by while it was broken.
     */
    void compare(List<Held> all) {
        if (!all.equals(inOrder)) {
            seen = all;
            look();
        }
    }

    /** One look at a time, and another one when something changed during it. */
    void look() {
        changedMeanwhile.set(true);
        if (looking.compareAndSet(false, true)) {
            Infrastructure.getDefaultWorkerPool().execute(this::lookWhileChanged);
        }
    }

    private void lookWhileChanged() {
        try {
            while (changedMeanwhile.getAndSet(false)) {
                lookOnce();
            }
        } catch (AbortException end) {
            // Of the end that was planned whoever watches the run has the say.
            if (!end.verdict().reason().equals(IstioProvider.DEADLINE_PASSED)) {
                result.fail(end);
            }
        } catch (RuntimeException failure) {
            // Nothing is known of the faults then; the API server may be away for a moment.
            LOG.warnf("Cannot look after the faults of %s/%s: %s", plan.namespace(), plan.name(), failure.getMessage());
            Infrastructure.getDefaultWorkerPool().schedule(this::look, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            looking.set(false);
        }
        if (changedMeanwhile.get()) {
            look();
        }
    }

    private void lookOnce() {
        List<Held> before = seen;
        Optional<String> writer = lastWriter.get();
        holding = apply.get();
        if (holding.writes() == 0) {
            inOrder = before != null && before.size() == holding.describe().size() ? before : null;
            return;
        }
        done++;
        String who = writer.orElse("somebody else");
        tell.accept(new Drift(
                Drift.Kind.Changed,
                plan.uid(),
                holding.describe(),
                holding.reference(),
                "The faults of %s/%s were changed by %s and put back: %s."
                        .formatted(plan.namespace(), plan.name(), who, String.join(", ", holding.describe()))));
        if (done > putBacks) {
            throw new AbortException(
                    "Reverted",
                    "The faults were put back %d times after %s had changed them, and changed again: %s."
                            .formatted(putBacks, who, String.join(", ", holding.describe())));
        }
    }
}
