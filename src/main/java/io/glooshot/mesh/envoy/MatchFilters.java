package io.glooshot.mesh.envoy;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether the proxies that a plan's faults are for can tell the calls that match from all others. */
final class MatchFilters {

    /** A filter that one proxy needs for one fault, and the streams by which it gets it. */
    private record Need(
            PlannedFault fault,
            ProxyStream<Destination, Layer> proxy,
            FilterName filter,
            List<ProxyStream<FilterName, MatchFilter>> streams) {

        String node() {
            return proxy.nodeId();
        }

        boolean isAcknowledged() {
            return streams.stream()
                    .allMatch(stream -> stream.acknowledged(filter)
                            .filter(taken -> taken.match().equals(fault.match()))
                            .isPresent());
        }
    }

    private final Plan plan;
    private final Proxies proxies;

    MatchFilters(Plan plan, Proxies proxies) {
        this.plan = plan;
        this.proxies = proxies;
    }

    /** Why a proxy whose configuration does not have every filter makes the faults impossible; empty when all have. */
    Optional<AbortException> refusal() {
        List<Need> missing = needs().filter(this::isMissing).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Need first = missing.get(0);
        Destination destination = first.filter().destination();
        Set<String> nodes = new TreeSet<>();
        missing.stream().filter(need -> need.fault().equals(first.fault())).forEach(need -> nodes.add(need.node()));
        return Optional.of(new AbortException(
                "NoMatchFilter",
                ("The configuration of %s has no filter %s, by which spec.faults[%d].match is told on mesh %s."
                                + " Add what \"glooshot envoy-config --from <service>.<namespace> --to %s\" prints.")
                        .formatted(
                                String.join(", ", nodes),
                                first.filter(),
                                first.fault().index(),
                                plan.mesh().name(),
                                destination)));
    }

    /** Node IDs of the proxies that have not acknowledged the match in every one of their filters. */
    Set<String> silent() {
        Set<String> silent = new TreeSet<>();
        needs().filter(need -> !need.isAcknowledged()).forEach(need -> silent.add(need.node()));
        return silent;
    }

    /** The streams on which a proxy has refused a match. */
    Stream<ProxyStream<FilterName, MatchFilter>> refused() {
        return needs().flatMap(need -> need.streams().stream())
                .filter(stream -> stream.rejection().isPresent());
    }

    private Stream<Need> needs() {
        return plan.faults().stream()
                .flatMap(fault -> proxies.matching(fault).stream()
                        .flatMap(proxy -> FilterName.neededBy(fault).stream()
                                .map(filter -> new Need(fault, proxy, filter, proxies.filters(proxy, filter)))));
    }

    /** Two proxies of one node ID need two. */
    private boolean isMissing(Need need) {
        long alike = proxies.matching(need.fault()).stream()
                .filter(proxy -> proxy.nodeId().equals(need.node())
                        && proxy.service().equals(need.proxy().service()))
                .count();
        return need.streams().size() < alike;
    }
}
