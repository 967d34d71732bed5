package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one route injects.
 *
 * @param json Istio's {@code fault}
 * @param grpcOnly whether only gRPC calls are to be hit
 */
record FaultPart(ObjectNode json, boolean grpcOnly) {

    /** Numbered by status, from 0. */
    private static final List<String> GRPC_STATUS = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /**
     * The parts in the order in which their routes are to be tried. There are two when only some of the calls that are
     * delayed can be aborted, none when nothing is to be hit.
     */
    static List<FaultPart> of(PlannedFault fault) {
        Optional<PlannedAbort> abort =
                fault.abort().filter(on -> !Percentage.of(on.percent()).isZero());
        Optional<PlannedDelay> delay =
                fault.delay().filter(on -> !Percentage.of(on.percent()).isZero());
        boolean grpc = abort.filter(PlannedAbort.Grpc.class::isInstance).isPresent();
        List<FaultPart> parts = new ArrayList<>();
        if (abort.isPresent() || delay.isPresent()) {
            parts.add(new FaultPart(json(abort, delay), grpc));
        }
        if (grpc && delay.isPresent()) {
            parts.add(new FaultPart(json(Optional.empty(), delay), false));
        }
        return parts;
    }

    private static ObjectNode json(Optional<PlannedAbort> abort, Optional<PlannedDelay> delay) {
        ObjectNode fault = JsonNodeFactory.instance.objectNode();
        delay.ifPresent(on -> fault.set("delay", percentage(on.percent()).put("fixedDelay", seconds(on.duration()))));
        abort.ifPresent(on -> fault.set("abort", json(on)));
        return fault;
    }

    private static ObjectNode json(PlannedAbort abort) {
        ObjectNode json = percentage(abort.percent());
        if (abort instanceof PlannedAbort.Http http) {
            return json.put("httpStatus", http.status());
        }
        return json.put("grpcStatus", GRPC_STATUS.get(((PlannedAbort.Grpc) abort).status()));
    }

    /** Without one, Istio hits nothing. */
    private static ObjectNode percentage(double percent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("percentage").set("value", Percentage.of(percent).json());
        return json;
    }

    /** In milliseconds, beyond which Istio takes none. */
    private static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : "%d.%03ds".formatted(millis / 1000, millis % 1000);
    }
}
