package io.glooshot.run;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.api.LabelRequirement;
import io.glooshot.api.OriginRef;
import io.glooshot.api.ServiceSelector;
import io.glooshot.api.Side;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.ServiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the Services that one fault of an experiment names or selects, as the cluster has them now. Blocks on the API
 * server. What cannot be found ends in an {@link AbortException} that names the field and what there is.
 *
 * @param watched where Services may be looked for
 * @param namespace of the experiment
 * @param index of the fault in {@code spec.faults}
 */
record ServiceLookup(KubernetesClient client, WatchedNamespaces watched, String namespace, int index) {

    /** A selector that takes more is surely a mistake, and its run could not be stored. */
    private static final int MOST_SELECTED = 64;

    /** @param side where the fault is injected */
    List<Target> targets(FaultRule rule, Side side) {
        List<Target> targets = new ArrayList<>();
        for (DestinationRef ref : rule.destinationServices()) {
            Service service = require(new ServiceId(or(ref.namespace()), ref.name()));
            ports(service, ref.port()).forEach(port -> targets.add(target(service, port, ref.workloadLabels(), side)));
        }
        ServiceSelector selector = rule.destinationSelector();
        if (selector != null) {
            for (Service service : select(selector, "destinationSelector")) {
                ports(service, selector.port())
                        .forEach(port -> targets.add(target(service, port, selector.workloadLabels(), side)));
            }
        }
        // Whoever is there as a whole is not there in part as well: else a call would be hit twice.
        return targets.stream()
                .distinct()
                .filter(target -> target.workloadLabels().isEmpty() || !targets.contains(whole(target)))
                .toList();
    }

    List<Source> origins(FaultRule rule) {
        List<Source> origins = new ArrayList<>();
        for (OriginRef ref : rule.originServices()) {
            require(new ServiceId(or(ref.namespace()), ref.name()));
            origins.add(new Source(index, or(ref.namespace()), ref.name(), ref.workloadLabels()));
        }
        ServiceSelector selector = rule.originSelector();
        if (selector != null) {
            select(selector, "originSelector").stream()
                    .map(Service::getMetadata)
                    .map(found -> new Source(index, found.getNamespace(), found.getName(), selector.workloadLabels()))
                    .forEach(origins::add);
        }
        return origins.stream()
                .distinct()
                .filter(origin -> origin.workloadLabels().isEmpty() || !origins.contains(whole(origin)))
                .toList();
    }

    private Target target(Service service, int port, Map<String, String> workloadLabels, Side side) {
        var metadata = service.getMetadata();
        return new Target(index, metadata.getNamespace(), metadata.getName(), port, workloadLabels, side);
    }

    private static Target whole(Target part) {
        return new Target(part.fault(), part.namespace(), part.name(), part.port(), Map.of(), part.side());
    }

    private static Source whole(Source part) {
        return new Source(part.fault(), part.namespace(), part.name(), Map.of());
    }

    private List<Service> select(ServiceSelector selector, String field) {
        LabelSelector labels = new LabelSelectorBuilder()
                .withMatchLabels(selector.matchLabels())
                .withMatchExpressions(selector.matchExpressions().stream()
                        .map(ServiceLookup::requirement)
                        .toList())
                .build();
        List<String> namespaces = selector.namespaces().isEmpty() ? List.of(namespace) : selector.namespaces();
        namespaces.forEach(this::requireWatched);
        List<Service> found = namespaces.stream()
                .distinct()
                .flatMap(each ->
                        client.services().inNamespace(each).withLabelSelector(labels).list().getItems().stream())
                .toList();
        if (found.isEmpty() || found.size() > MOST_SELECTED) {
            throw new AbortException(
                    found.isEmpty() ? "NothingSelected" : "TooMuchSelected",
                    "spec.faults[%d].%s selects %d Services in %s; it has to select 1 to %d."
                            .formatted(index, field, found.size(), String.join(", ", namespaces), MOST_SELECTED));
        }
        return found;
    }

    private static LabelSelectorRequirement requirement(LabelRequirement requirement) {
        return new LabelSelectorRequirement(
                requirement.key(), requirement.operator().name(), requirement.values());
    }

    private static List<Integer> ports(Service service, Integer port) {
        List<Integer> ports = Stream.ofNullable(service.getSpec().getPorts())
                .flatMap(List::stream)
                // A mesh sees no requests in anything else.
                .filter(each -> each.getProtocol() == null || each.getProtocol().equals("TCP"))
                .map(ServicePort::getPort)
                .distinct()
                .toList();
        if (port == null && !ports.isEmpty()) {
            return ports;
        }
        if (!ports.contains(port)) {
            throw new AbortException(
                    "UnknownPort",
                    "Service %s in namespace %s has no TCP port%s; it has: %s."
                            .formatted(
                                    service.getMetadata().getName(),
                                    service.getMetadata().getNamespace(),
                                    port == null ? "" : " " + port,
                                    ports.isEmpty()
                                            ? "none"
                                            : ports.stream()
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", "))));
        }
        return List.of(port);
    }

    /** Faults there could be neither put in nor taken off. */
    private void requireWatched(String named) {
        if (!watched.include(named)) {
            throw new AbortException(
                    "NamespaceNotWatched",
                    "spec.faults[%d] names namespace %s, which this installation of Gloo Shot does not watch; it watches: %s."
                            .formatted(index, named, watched));
        }
    }

    private Service require(ServiceId id) {
        requireWatched(id.namespace());
        Service service = client.services()
                .inNamespace(id.namespace())
                .withName(id.name())
                .get();
        if (service == null) {
            throw new AbortException(
                    "UnknownService", "There is no Service %s in namespace %s.".formatted(id.name(), id.namespace()));
        }
        return service;
    }

    private String or(String other) {
        return other == null ? namespace : other;
    }
}
