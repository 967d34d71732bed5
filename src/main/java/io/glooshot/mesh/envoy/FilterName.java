package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the two match filters of a destination, in the proxy's list of filters as in its subscription.
 *
 * @param grpc whether it is the one that aborts gRPC calls with a gRPC status; the other one does all else
 */
record FilterName(Destination destination, boolean grpc) {

    private static final String GRPC = "/grpc";

    static Optional<FilterName> parse(String name) {
        boolean grpc = name.endsWith(GRPC);
        return LayerName.destination(grpc ? name.substring(0, name.length() - GRPC.length()) : name)
                .map(destination -> new FilterName(destination, grpc));
    }

    /** Those without which a fault would not hit what it is to hit. */
    static List<FilterName> neededBy(PlannedFault fault) {
        List<FilterName> names = new ArrayList<>();
        if (fault.match().hitsAll()) {
            return names;
        }
        boolean grpc = fault.abort().filter(PlannedAbort.Grpc.class::isInstance).isPresent();
        if (!grpc || fault.delay().isPresent()) {
            names.add(new FilterName(fault.destination(), false));
        }
        if (grpc) {
            names.add(new FilterName(fault.destination(), true));
        }
        return names;
    }

    @Override
    public String toString() {
        return LayerName.of(destination) + (grpc ? GRPC : "");
    }
}
