package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Faults in the callers' proxies, as routes of VirtualServices: what has to be there for them to be on, and what is left when
 * they are off.
 *
 * <p>Our routes are known by their names alone. Wherever a user moves one, and whatever they change in it, it goes when the
 * fault goes; one that they give another name is theirs from then on.
 */
public final class Routing {

    private Routing() {}

    /**
     * What the VirtualServices have to be for the faults to be on.
     *
     * @param all that are in the cluster, with the routes of this experiment or without
     * @throws io.glooshot.experiment.AbortException when it cannot be done as asked: never is anything else hit instead
     */
    public static DesiredRoutes desired(List<ObjectNode> all, ClientFaults faults) {
        return new Draft(all, faults).complete();
    }

    /** The VirtualService without the experiment's routes, and all else as it is. */
    public static ObjectNode without(ObjectNode virtualService, String uid) {
        ObjectNode left = virtualService.deepCopy();
        JsonNode http = left.path("spec").path("http");
        List<JsonNode> kept = new ArrayList<>();
        http.forEach(route -> {
            if (!RouteName.isOf(uid, route)) {
                kept.add(route);
            }
        });
        if (kept.size() == http.size()) {
            return left;
        }
        ObjectNode spec = left.withObjectProperty("spec");
        if (kept.isEmpty()) {
            spec.remove("http");
        } else {
            spec.putArray("http").addAll(kept);
        }
        return left;
    }

    /** The experiments that have routes in it. */
    public static Set<String> uidsIn(ObjectNode virtualService) {
        Set<String> uids = new LinkedHashSet<>();
        virtualService
                .path("spec")
                .path("http")
                .forEach(route -> RouteName.uid(route).ifPresent(uids::add));
        if (isOurs(virtualService)) {
            uids.add(new VirtualService(virtualService).ownerUid());
        }
        return uids;
    }

    /** Whether the object as a whole was made by us, for whichever experiment. */
    public static boolean isOurs(ObjectNode virtualService) {
        return new VirtualService(virtualService).isOurs();
    }
}
