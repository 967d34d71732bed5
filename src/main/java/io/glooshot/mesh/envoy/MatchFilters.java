package io.glooshot.mesh.envoy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether the proxies that a plan's faults are for can tell the calls that match from all others, as things are now. */
final class MatchFilters {

    private record Place(String node, ServiceId service, FilterName filter) {}

    /**
     * A filter that proxies need for a fault.
     *
     * @param proxies how many: more than one where a node ID is not a proxy's own
     * @param streams by which they get it
     */
    private record Need(
            PlannedFault fault, Place place, int proxies, List<ProxyStream<FilterName, MatchFilter>> streams) {

        boolean isMissing() {
            return streams.size() < proxies;
        }

        boolean isAcknowledged() {
            return streams.stream()
                    .allMatch(stream -> stream.acknowledged(place.filter)
                            .filter(taken -> taken.match().equals(fault.match()))
                            .isPresent());
        }
    }

    private final Plan plan;
    private final List<Need> needs = new ArrayList<>();

    MatchFilters(Plan plan, Proxies proxies) {
        this.plan = plan;
        List<PlannedFault> faults =
                plan.faults().stream().filter(fault -> !fault.match().hitsAll()).toList();
        if (!faults.isEmpty()) {
            Map<Place, List<ProxyStream<FilterName, MatchFilter>>> streams = streams(proxies);
            faults.forEach(fault -> places(fault, proxies)
                    .forEach((place, number) ->
                            needs.add(new Need(fault, place, number, streams.getOrDefault(place, List.of())))));
        }
    }

    private static Map<Place, List<ProxyStream<FilterName, MatchFilter>>> streams(Proxies proxies) {
        Map<Place, List<ProxyStream<FilterName, MatchFilter>>> streams = new HashMap<>();
        proxies.filterStreams()
                .forEach(stream -> stream.subscriptions()
                        .forEach(filter -> streams.computeIfAbsent(
                                        new Place(stream.nodeId(), stream.service(), filter),
                                        place -> new ArrayList<>())
                                .add(stream)));
        return streams;
    }

    private static Map<Place, Integer> places(PlannedFault fault, Proxies proxies) {
        Map<Place, Integer> places = new LinkedHashMap<>();
        proxies.matching(fault)
                .forEach(proxy -> FilterName.neededBy(fault)
                        .forEach(filter ->
                                places.merge(new Place(proxy.nodeId(), proxy.service(), filter), 1, Integer::sum)));
        return places;
    }

    /** Why a proxy whose configuration does not have every filter makes the faults impossible; empty when all have. */
    Optional<AbortException> refusal() {
        return needs.stream().filter(Need::isMissing).findFirst().map(first -> {
            Set<String> nodes = nodes(
                    needs.stream().filter(need -> need.isMissing() && need.place.filter.equals(first.place.filter)));
            return new AbortException(
                    "NoMatchFilter",
                    ("The configuration of %s has no filter %s, by which spec.faults[%d].match is told on mesh %s."
                                    + " Add what \"glooshot envoy-config --from <service>.<namespace> --to %s\" prints.")
                            .formatted(
                                    String.join(", ", nodes),
                                    first.place.filter,
                                    first.fault.index(),
                                    plan.mesh().name(),
                                    first.place.filter.destination()));
        });
    }

    /** Node IDs of the proxies that have not acknowledged the match in every one of their filters. */
    Set<String> silent() {
        return nodes(needs.stream().filter(need -> !need.isAcknowledged()));
    }

    /** The streams on which a proxy has refused a match. */
    Stream<ProxyStream<FilterName, MatchFilter>> refused() {
        return needs.stream()
                .flatMap(need -> need.streams.stream())
                .filter(stream -> stream.rejection().isPresent());
    }

    private static Set<String> nodes(Stream<Need> needs) {
        Set<String> nodes = new TreeSet<>();
        needs.forEach(need -> nodes.add(need.place.node));
        return nodes;
    }
}
