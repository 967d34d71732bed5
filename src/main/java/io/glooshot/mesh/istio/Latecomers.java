package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.mesh.istio.route.ObjectName;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Takes off what turns up after its removal. A slow API server can carry out a write that its writer has given up, or died
 * over, and by then nobody may wait for it any more.
 */
final class Latecomers implements IstioWatch.Listener {

    private static final Logger LOG = Logger.getLogger(Latecomers.class);

    private final Predicate<String> isRemoved;
    private final Consumer<String> remove;
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> seenMeanwhile = new HashSet<>();

    /**
     * @param isRemoved whether an experiment's removal has begun
     * @param remove takes off whatever there is of an experiment; must neither block nor throw
     */
    Latecomers(Predicate<String> isRemoved, Consumer<String> remove) {
        this.isRemoved = isRemoved;
        this.remove = remove;
    }

    /** Tells that a removal begins; or goes on, after it was given up. */
    synchronized void begin(String uid) {
        underWay.add(uid);
    }

    /**
     * Tells that a removal has found nothing any more.
     *
     * @return false when something has been seen meanwhile, which it may have missed: then it has to look once more
     */
    synchronized boolean end(String uid) {
        if (seenMeanwhile.remove(uid)) {
            return false;
        }
        underWay.remove(uid);
        return true;
    }

    @Override
    public void changed(IstioKind kind, ObjectNode object, boolean gone) {
        if (gone) {
            return;
        }
        for (String uid : Listing.uidsIn(kind, object)) {
            if (isRemoved.test(uid) && takeOn(uid)) {
                LOG.debugf("%s holds removed experiment %s", kind.describe(ObjectName.of(object)), uid);
                remove.accept(uid);
            }
        }
    }

    /**
     * Tells that something was seen of an experiment. One removal at a time: two would only get in each other's way.
     *
     * @return whether its removal is the caller's task
     */
    synchronized boolean takeOn(String uid) {
        if (underWay.add(uid)) {
            return true;
        }
        seenMeanwhile.add(uid);
        return false;
    }

    /** Whether somebody is taking it off. */
    synchronized boolean isUnderWay(String uid) {
        return underWay.contains(uid);
    }
}
