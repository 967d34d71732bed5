package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Preview;
import io.glooshot.mesh.istio.IstioApi.ConflictException;
import io.glooshot.mesh.istio.route.ClientFaults;
import io.glooshot.mesh.istio.route.DesiredRoutes;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes Istio's objects what they have to be for a plan's faults to be on. Level-triggered: what is written follows from
 * what is there, so it can be done again after a crash, a conflict or somebody else's change. Blocks.
 */
final class IstioFaults {

    private static final int MOST_TRIES = 20;

    private final KubernetesClient client;
    private final IstioApi api;
    private final FilterRemoval filterRemoval;
    private final IstioSettings settings;

    IstioFaults(KubernetesClient client, IstioApi api, FilterRemoval filterRemoval, IstioSettings settings) {
        this.client = client;
        this.api = api;
        this.filterRemoval = filterRemoval;
        this.settings = settings;
    }

    /** What is to be told before the start; throws an AbortException when the faults cannot be put in. */
    List<String> examine(Plan plan) {
        Surroundings surroundings = surroundings();
        DataPlane dataPlane = new DataPlane(client, surroundings);
        plan.faults().forEach(dataPlane::require);
        surroundings.serverFaults(plan);
        List<ObjectNode> all = api.list(IstioKind.VIRTUAL_SERVICE);
        DesiredRoutes desired = Routing.desired(all, surroundings.clientFaults(plan));
        return Stream.concat(desired.warnings().stream(), ownersOf(all, desired))
                .toList();
    }

    /** What {@link #apply} would write; throws an AbortException when the faults cannot be put in. */
    Preview preview(Plan plan) {
        return new IstioPreview(api, surroundings()).of(plan);
    }

    private static Stream<String> ownersOf(List<ObjectNode> all, DesiredRoutes desired) {
        return all.stream()
                .filter(object -> desired.virtualServices().containsKey(ObjectName.of(object)))
                .flatMap(object -> RouteOwner.signsOf(object).stream()
                        .map(sign -> "%s is kept by %s, which may take the fault out again."
                                .formatted(IstioKind.VIRTUAL_SERVICE.describe(ObjectName.of(object)), sign)));
    }

    /**
     * Puts the faults in.
     *
     * @param leave is asked before each write, and throws when there is to be none
     */
    Holding apply(Plan plan, Runnable leave) {
        for (int tries = 1; ; tries++) {
            try {
                return new Pass(plan, leave).run();
            } catch (ConflictException conflict) {
                if (tries == MOST_TRIES) {
                    throw conflict;
                }
            }
        }
    }

    private Surroundings surroundings() {
        return new Surroundings(client, settings.clusterDomain());
    }

    /** One try, on one view of the cluster. */
    private final class Pass {

        private final Plan plan;
        private final Runnable leave;
        private final Surroundings surroundings = surroundings();
        private int writes;

        Pass(Plan plan, Runnable leave) {
            this.plan = plan;
            this.leave = leave;
        }

        Holding run() {
            ClientFaults clientFaults = surroundings.clientFaults(plan);
            List<ServerFault> serverFaults = surroundings.serverFaults(plan);
            Set<ObjectName> routes = clientFaults.faults().isEmpty() ? Set.of() : applyRoutes(clientFaults);
            List<ObjectName> filters = new ArrayList<>();
            for (int i = 0; i < serverFaults.size(); i++) {
                filters.add(applyFilter(ServerFilter.of(plan, serverFaults.get(i), i)));
            }
            removeSurplus(filters);
            return new Holding(routes, Set.copyOf(filters), writes);
        }

        private Set<ObjectName> applyRoutes(ClientFaults faults) {
            List<ObjectNode> all = api.list(IstioKind.VIRTUAL_SERVICE);
            // What is there and not seen would be taken for missing.
            api.unreadable(Places.of(plan)).ifPresent(namespace -> {
                throw new AbortException("Rejected", "Namespace %s may not be read any more.".formatted(namespace));
            });
            Map<ObjectName, ObjectNode> wanted = Routing.desired(all, faults).virtualServices();
            Map<ObjectName, ObjectNode> present =
                    all.stream().collect(Collectors.toMap(ObjectName::of, object -> object));
            for (ObjectName name : new TreeSet<>(wanted.keySet())) {
                ObjectNode object = present.get(name);
                if (object == null) {
                    beforeWrite();
                    api.create(IstioKind.VIRTUAL_SERVICE, wanted.get(name), RouteOwnership.MANAGER);
                } else if (!object.equals(wanted.get(name))) {
                    beforeWrite();
                    api.update(IstioKind.VIRTUAL_SERVICE, wanted.get(name), RouteOwnership.managerFor(object));
                }
            }
            // Routes of ours where they do not belong any more, since the user's objects have changed.
            all.stream()
                    .filter(object ->
                            Routing.uidsIn(object).contains(plan.uid()) && !wanted.containsKey(ObjectName.of(object)))
                    .forEach(object -> {
                        beforeWrite();
                        new RouteRemoval(api).removeFrom(object, plan.uid());
                    });
            return wanted.keySet();
        }

        /** At 0 % first, so that nothing depends on whether a proxy hears of the filter or of its fault first. */
        private ObjectName applyFilter(ObjectNode wanted) {
            ObjectName name = ObjectName.of(wanted);
            ObjectNode object = api.get(IstioKind.ENVOY_FILTER, name).orElseGet(() -> {
                beforeWrite();
                return api.create(IstioKind.ENVOY_FILTER, ServerFilter.atZero(wanted), RouteOwnership.MANAGER);
            });
            if (!object.path("spec").equals(wanted.path("spec")) || !hasLabels(object, wanted)) {
                beforeWrite();
                object.set("spec", wanted.get("spec"));
                object.withObject("/metadata/labels").setAll((ObjectNode) wanted.at("/metadata/labels"));
                api.update(IstioKind.ENVOY_FILTER, object, RouteOwnership.MANAGER);
            }
            return name;
        }

        /** By one of them the object's control plane is told from others. */
        private boolean hasLabels(ObjectNode object, ObjectNode wanted) {
            return wanted.at("/metadata/labels").properties().stream()
                    .allMatch(label -> label.getValue()
                            .equals(object.at("/metadata/labels").get(label.getKey())));
        }

        /** What looks like ours and is not wanted, such as a copy that somebody has made. It goes in two steps too. */
        private void removeSurplus(List<ObjectName> wanted) {
            for (ObjectNode filter : api.list(IstioKind.ENVOY_FILTER)) {
                if (ServerFilter.isOf(filter, plan.uid()) && !wanted.contains(ObjectName.of(filter))) {
                    if (!ServerFilter.isAtZero(filter)) {
                        beforeWrite();
                    }
                    filterRemoval.remove(filter);
                }
            }
        }

        private void beforeWrite() {
            leave.run();
            writes++;
        }
    }
}
