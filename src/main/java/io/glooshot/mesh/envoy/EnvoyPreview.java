package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.HeaderCondition;
import io.glooshot.mesh.PlannedChange;
import io.glooshot.mesh.Preview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What proxies are sent for a plan. Which of them are connected, the controller that serves them knows alone. */
final class EnvoyPreview {

    private EnvoyPreview() {}

    static Preview of(Plan plan, Duration ttl) {
        List<PlannedChange> changes = new ArrayList<>();
        for (PlannedFault fault : plan.faults()) {
            FilterName.neededBy(fault).forEach(filter -> changes.add(filter(filter, fault)));
            Layer layer = new Layer(fault.destination(), plan.uid(), Optional.of(fault), ttl);
            changes.add(new PlannedChange(
                    "runtime layer %s in %s".formatted(LayerName.of(fault.destination()), proxies(fault)),
                    Optional.of(""),
                    layer.yaml()));
        }
        return new Preview(
                changes,
                plan.faults().stream()
                        .filter(PlannedFault::hitsCalls)
                        .map(EnvoyQueries::calls)
                        .toList(),
                plan.isControl()
                        ? List.of()
                        : List.of(
                                "Whether the proxies are connected, and have what it takes, only the controller knows."
                                        + " It does not start where one lacks the filter for a match."));
    }

    private static PlannedChange filter(FilterName filter, PlannedFault fault) {
        List<Map<String, Object>> headers = HeaderCondition.of(fault.match()).stream()
                .map(EnvoyPreview::header)
                .toList();
        return new PlannedChange(
                "filter %s in %s".formatted(filter, proxies(fault)),
                Optional.of(""),
                EnvoySnippet.yaml(Map.of("headers", headers)));
    }

    private static Map<String, Object> header(HeaderCondition condition) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("name", condition.name());
        TextMatch value = condition.value();
        if (value instanceof TextMatch.Exact exact) {
            header.put("exact", exact.value());
        } else if (value instanceof TextMatch.Prefix prefix) {
            header.put("prefix", prefix.value());
        } else if (value instanceof TextMatch.Regex regex) {
            header.put("regex", regex.value());
        } else {
            header.put("present", true);
        }
        return header;
    }

    private static String proxies(PlannedFault fault) {
        return fault.origins().isEmpty()
                ? "the proxies of all callers"
                : "the proxies of "
                        + fault.originServices().stream()
                                .map(ServiceId::toString)
                                .sorted()
                                .collect(Collectors.joining(", "));
    }
}
