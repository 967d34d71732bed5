package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.mesh.istio.route.Routing;
import io.glooshot.mesh.istio.route.VirtualService;
import java.time.Instant;

/**
 * Takes routes of ours out of VirtualServices, and nothing else. Blocks. For the controller, for whoever stands in for it,
 * and for a person at a keyboard alike: it needs no more than the object.
 */
final class RouteRemoval {

    private final IstioApi api;

    RouteRemoval(IstioApi api) {
        this.api = api;
    }

    /**
     * Takes the next step to an object without routes of the experiment.
     *
     * @return whether there was anything to do; then there may be another step, on the object as it is by then
     */
    boolean removeFrom(ObjectNode virtualService, String uid) {
        if (Routing.isOurs(virtualService)) {
            boolean isOfExperiment = new VirtualService(virtualService).isOursFor(uid);
            if (isOfExperiment) {
                api.delete(IstioKind.VIRTUAL_SERVICE, virtualService);
            }
            return isOfExperiment;
        }
        ObjectNode without = Routing.without(virtualService, uid);
        if (!without.equals(virtualService)) {
            if (new VirtualService(without).isWithoutRoutes()) {
                // The user has taken all of theirs out, and Istio refuses an object without any.
                api.delete(IstioKind.VIRTUAL_SERVICE, virtualService);
                return true;
            }
            api.update(IstioKind.VIRTUAL_SERVICE, without, RouteOwnership.managerFor(virtualService));
            return true;
        }
        return handBack(virtualService);
    }

    /** Gives the routes back to their owner when none of ours is left, of whichever experiment. */
    private boolean handBack(ObjectNode virtualService) {
        if (!RouteOwnership.isOwnedByUs(virtualService)
                || !Routing.uidsIn(virtualService).isEmpty()) {
            return false;
        }
        ObjectNode next = RouteOwnership.handedBack(virtualService, Instant.now());
        api.update(IstioKind.VIRTUAL_SERVICE, next, RouteOwnership.MANAGER);
        return true;
    }
}
