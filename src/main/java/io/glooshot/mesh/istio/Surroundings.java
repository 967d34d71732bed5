package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.istio.route.Caller;
import io.glooshot.mesh.istio.route.ClientFault;
import io.glooshot.mesh.istio.route.ClientFaults;
import io.glooshot.mesh.istio.route.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the cluster says now about the services of a plan. Blocks on the API server; asks of each thing once. */
final class Surroundings {

    private final KubernetesClient client;
    private final String clusterDomain;
    private final Map<ServiceId, Service> services = new HashMap<>();
    private Set<String> namespaces;

    Surroundings(KubernetesClient client, String clusterDomain) {
        this.client = client;
        this.clusterDomain = clusterDomain;
    }

    ClientFaults clientFaults(Plan plan) {
        List<ClientFault> faults = plan.faults().stream()
                .filter(fault -> fault.side() == Side.Client && fault.hitsCalls())
                .map(fault -> new ClientFault(fault, host(fault.destination()), callers(fault)))
                .toList();
        return new ClientFaults(
                plan.uid(), plan.namespace(), plan.name(), plan.mesh().revision(), faults);
    }

    List<ServerFault> serverFaults(Plan plan) {
        return plan.faults().stream()
                .filter(fault -> fault.side() == Side.Server && fault.hitsCalls())
                .map(this::serverFault)
                .toList();
    }

    /** @throws AbortException when there is none */
    Service service(ServiceId id) {
        return services.computeIfAbsent(id, ignored -> {
            Service service = client.services()
                    .inNamespace(id.namespace())
                    .withName(id.name())
                    .get();
            if (service == null) {
                throw new AbortException(
                        "UnknownService",
                        "There is no Service %s in namespace %s.".formatted(id.name(), id.namespace()));
            }
            return service;
        });
    }

    private Host host(Destination destination) {
        Service service = service(destination.service());
        List<String> ips = Stream.ofNullable(service.getSpec().getClusterIPs())
                .flatMap(List::stream)
                .filter(ip -> !ip.isEmpty() && !ip.equals("None"))
                .toList();
        return new Host(
                destination.service(),
                destination.port(),
                service.getSpec().getPorts().size() == 1,
                clusterDomain,
                ips,
                namespaces());
    }

    private Set<String> namespaces() {
        if (namespaces == null) {
            namespaces = client.namespaces().list().getItems().stream()
                    .map(namespace -> namespace.getMetadata().getName())
                    .collect(Collectors.toUnmodifiableSet());
        }
        return namespaces;
    }

    private List<Caller> callers(PlannedFault fault) {
        return fault.origins().stream()
                .map(origin ->
                        new Caller(origin.service().namespace(), workload(origin.service(), origin.workloadLabels())))
                .toList();
    }

    private ServerFault serverFault(PlannedFault fault) {
        if (fault.match().path().filter(TextMatch.Regex.class::isInstance).isPresent()) {
            // The proxy compares it with path and query together, so that one meant for a path could match by a query.
            throw new AbortException(
                    "NotSupported",
                    "match.path.regex cannot be had with side Server on calls to %s; use exact or prefix, or side Client."
                            .formatted(fault.destination()));
        }
        Destination destination = fault.destination();
        Map<String, String> workload = workload(destination.service(), fault.workloadLabels());
        return new ServerFault(fault, workload, targetPorts(destination, workload));
    }

    /** The labels that a service's workloads have, narrowed down. */
    private Map<String, String> workload(ServiceId id, Map<String, String> narrower) {
        Map<String, String> selector = service(id).getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            throw new AbortException(
                    "NotSupported",
                    "Service %s in namespace %s has no selector, so Istio cannot tell its workloads from others."
                            .formatted(id.name(), id.namespace()));
        }
        Map<String, String> labels = new HashMap<>(selector);
        narrower.forEach((key, value) -> {
            String other = labels.put(key, value);
            if (other != null && !other.equals(value)) {
                throw new AbortException(
                        "NothingSelected",
                        "No workload of Service %s in namespace %s has the label %s=%s: its selector says %s=%s."
                                .formatted(id.name(), id.namespace(), key, value, key, other));
            }
        });
        return labels;
    }

    /** A listener is known by the port that the workload itself serves on. */
    private Set<Integer> targetPorts(Destination destination, Map<String, String> workload) {
        ServicePort port = service(destination.service()).getSpec().getPorts().stream()
                .filter(each -> each.getPort() == destination.port())
                .findFirst()
                .orElseThrow(() -> new AbortException("UnknownPort", "There is no port " + destination + "."));
        Set<Integer> ports = new TreeSet<>();
        IntOrString target = port.getTargetPort();
        if (target == null) {
            ports.add(port.getPort());
        } else if (target.getIntVal() != null) {
            ports.add(target.getIntVal());
        } else {
            ports.addAll(containerPorts(destination.service().namespace(), workload, target.getStrVal()));
        }
        ports.addAll(new WorkloadEntries(client).ports(destination.service().namespace(), workload, port.getName()));
        if (ports.isEmpty()) {
            throw new AbortException(
                    "NotSupported",
                    "No workload says which port is behind %s, whose targetPort is '%s'."
                            .formatted(destination, target.getStrVal()));
        }
        return ports;
    }

    private List<Integer> containerPorts(String namespace, Map<String, String> workload, String name) {
        return client.pods().inNamespace(namespace).withLabels(workload).list().getItems().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(port -> Optional.ofNullable(port.getName()).orElse("").equals(name))
                .map(ContainerPort::getContainerPort)
                .toList();
    }
}
