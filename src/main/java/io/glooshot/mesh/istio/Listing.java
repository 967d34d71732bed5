package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.RouteName;
import io.glooshot.mesh.istio.route.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The objects that held faults at one moment, of whichever experiment; known by their names alone. */
record Listing(List<Held> all) {

    /**
     * @param version its {@code resourceVersion}
     * @param uids of the experiments that have faults in it
     */
    record Held(IstioKind kind, ObjectName name, String version, Set<String> uids) {

        String describe() {
            return kind.describe(name);
        }

        Leftover leftover(String uid) {
            return new Leftover(describe(), Optional.of(name.namespace()), uid);
        }

        ObjectReference reference() {
            return new ObjectReferenceBuilder()
                    .withApiVersion(kind.apiVersion())
                    .withKind(kind.kind())
                    .withNamespace(name.namespace())
                    .withName(name.name())
                    .build();
        }
    }

    Listing {
        all = List.copyOf(all);
    }

    /** As the API server has it now, page by page. Blocks. */
    static Listing of(IstioApi api) {
        List<Held> held = new ArrayList<>();
        for (IstioKind kind : IstioKind.values()) {
            api.scan(kind, object -> {
                Set<String> uids = uidsIn(kind, object);
                if (!uids.isEmpty()) {
                    String version = object.at("/metadata/resourceVersion").asText();
                    held.add(new Held(kind, ObjectName.of(object), version, uids));
                }
            });
        }
        return new Listing(held);
    }

    static Set<String> uidsIn(IstioKind kind, ObjectNode object) {
        return kind == IstioKind.VIRTUAL_SERVICE
                ? Routing.uidsIn(object)
                : RouteName.uidOfObject(ObjectName.of(object).name()).stream().collect(Collectors.toSet());
    }

    /** Those that hold faults of an experiment. */
    List<Held> of(String uid) {
        return all.stream().filter(held -> held.uids().contains(uid)).toList();
    }

    List<Leftover> leftovers(Predicate<String> counts) {
        return all.stream()
                .flatMap(held -> held.uids().stream().filter(counts).map(held::leftover))
                .toList();
    }
}
