package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
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

    /**
     * @param isRemoved whether an experiment's removal has begun
     * @param remove takes off whatever there is of an experiment; must neither block nor throw
     */
    Latecomers(Predicate<String> isRemoved, Consumer<String> remove) {
        this.isRemoved = isRemoved;
        this.remove = remove;
    }

    /** A removal that is under way may have looked already, so it makes no difference here. */
    @Override
    public void changed(IstioKind kind, ObjectNode object, boolean gone) {
        if (gone) {
            return;
        }
        for (String uid : uidsIn(kind, object)) {
            if (isRemoved.test(uid)) {
                LOG.debugf("%s holds removed experiment %s", kind.describe(ObjectName.of(object)), uid);
                remove.accept(uid);
            }
        }
    }

    private static Set<String> uidsIn(IstioKind kind, ObjectNode object) {
        if (kind == IstioKind.VIRTUAL_SERVICE) {
            return Routing.uidsIn(object);
        }
        Optional<String> uid = RouteName.uidOfObject(ObjectName.of(object).name());
        return uid.map(Set::of).orElseGet(Set::of);
    }
}
