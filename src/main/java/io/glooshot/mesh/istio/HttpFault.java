package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.HeaderCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Configurations of Envoy's fault filter.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/fault/v3/fault.proto">fault.proto</a>
 */
final class HttpFault {

    static final String TYPE = "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault";

    private static final int STEPS_PER_PERCENT = 10_000;

    private HttpFault() {}

    /**
     * What the filters have to be configured with for a fault to be on: one filter does, but for an abort of gRPC calls
     * beside a delay of all calls.
     */
    static List<ObjectNode> of(PlannedFault fault) {
        Optional<PlannedAbort> abort = fault.abort().filter(on -> on.percent() > 0);
        Optional<PlannedDelay> delay = fault.delay().filter(on -> on.percent() > 0);
        List<ObjectNode> filters = new ArrayList<>();
        if (abort.isPresent() && abort.get() instanceof PlannedAbort.Grpc) {
            delay.ifPresent(on -> filters.add(filter(fault.match(), false, Optional.empty(), delay)));
            filters.add(filter(fault.match(), true, abort, Optional.empty()));
        } else if (abort.isPresent() || delay.isPresent()) {
            filters.add(filter(fault.match(), false, abort, delay));
        }
        return filters;
    }

    /** A filter that does nothing until it is told otherwise. */
    static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode().put("@type", TYPE);
    }

    private static ObjectNode filter(
            CallMatch match, boolean grpcOnly, Optional<PlannedAbort> abort, Optional<PlannedDelay> delay) {
        ObjectNode filter = none();
        abort.ifPresent(on -> {
            ObjectNode node = filter.putObject("abort");
            if (on instanceof PlannedAbort.Grpc grpc) {
                node.put("grpc_status", grpc.status());
            } else {
                node.put("http_status", ((PlannedAbort.Http) on).status());
            }
            node.set("percentage", percentage(on.percent()));
        });
        delay.ifPresent(on -> {
            ObjectNode node = filter.putObject("delay");
            node.put(
                    "fixed_delay",
                    "%d.%09ds"
                            .formatted(on.duration().toSeconds(), on.duration().toNanosPart()));
            node.set("percentage", percentage(on.percent()));
        });
        ArrayNode headers = JsonNodeFactory.instance.arrayNode();
        HeaderCondition.of(match).forEach(condition -> headers.add(header(condition)));
        if (grpcOnly) {
            headers.add(header(HeaderCondition.GRPC));
        }
        if (!headers.isEmpty()) {
            filter.set("headers", headers);
        }
        return filter;
    }

    private static ObjectNode percentage(double percent) {
        return JsonNodeFactory.instance
                .objectNode()
                // As an int, which is what it is read back as: else it would never equal what is stored.
                .put("numerator", Math.toIntExact(Math.round(percent * STEPS_PER_PERCENT)))
                .put("denominator", "MILLION");
    }

    private static ObjectNode header(HeaderCondition condition) {
        ObjectNode header = JsonNodeFactory.instance.objectNode().put("name", condition.name());
        TextMatch match = condition.value();
        if (match instanceof TextMatch.Present) {
            return header.put("present_match", true);
        }
        ObjectNode text = header.putObject("string_match");
        if (match instanceof TextMatch.Exact exact) {
            text.put("exact", exact.value());
        } else if (match instanceof TextMatch.Prefix prefix) {
            text.put("prefix", prefix.value());
        } else {
            text.putObject("safe_regex").put("regex", ((TextMatch.Regex) match).value());
        }
        return header;
    }
}
