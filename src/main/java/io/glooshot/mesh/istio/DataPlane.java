package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.PlannedFault;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses faults for which the data plane has no proxy that could inject them: ports that are not HTTP, and what a waypoint
 * of ambient mode cannot do. Blocks on the API server.
 *
 * @see <a href="https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/">Protocol Selection</a>
 */
final class DataPlane {

    static final String MODE = "istio.io/dataplane-mode";
    static final String WAYPOINT = "istio.io/use-waypoint";

    /** Istio looks into the bytes where a port says nothing of its protocol. */
    private static final Set<String> HTTP = Set.of("", "http", "http2", "grpc", "grpc-web");

    /** As header names they stand for parts of the request that have fields of their own. */
    private static final Set<String> IGNORED = Set.of("uri", "scheme", "method", "authority");

    private static final Set<String> KNOWN = Set.of(
            "http", "http2", "grpc", "grpc-web", "https", "tcp", "tls", "udp", "mongo", "mysql", "redis", "hbone");

    private final KubernetesClient client;
    private final Surroundings surroundings;
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();

    DataPlane(KubernetesClient client, Surroundings surroundings) {
        this.client = client;
        this.surroundings = surroundings;
    }

    void require(PlannedFault fault) {
        for (String header : fault.match().headers().keySet()) {
            if (IGNORED.contains(header)) {
                throw refused(
                        "Istio ignores a header named '%s' in a match, so the fault would hit other calls.", header);
            }
        }
        Service service = surroundings.service(fault.destination().service());
        requireHttp(fault.destination(), service);
        if (isAmbient(fault.destination().service().namespace(), service)) {
            requireWaypoint(fault, service);
        }
        for (Origin origin : fault.origins()) {
            if (isAmbient(origin.service().namespace(), surroundings.service(origin.service()))) {
                throw refused(
                        "Calls of %s cannot be told from others: its workloads are in ambient mode and have no proxy of"
                                + " their own. Leave originServices out, or take callers that have sidecars.",
                        origin.service());
            }
        }
    }

    private static void requireHttp(Destination destination, Service service) {
        ServicePort port = service.getSpec().getPorts().stream()
                .filter(each -> each.getPort() == destination.port())
                .findFirst()
                .orElseThrow(() -> new AbortException("UnknownPort", "There is no port %s.".formatted(destination)));
        String protocol = protocol(port);
        if (!HTTP.contains(protocol)) {
            throw refused(
                    "Port %s is '%s' to Istio, and faults are for HTTP and gRPC. Its appProtocol or the start of its name"
                            + " has to say http, http2, grpc or grpc-web, or nothing.",
                    destination, protocol);
        }
    }

    private static String protocol(ServicePort port) {
        if ("UDP".equals(port.getProtocol())) {
            return "udp";
        }
        String said = Optional.ofNullable(port.getAppProtocol()).orElse("");
        if (said.isEmpty()) {
            String name = Optional.ofNullable(port.getName()).orElse("");
            // grpc-web has a dash of its own.
            said = name.startsWith("grpc-web") ? "grpc-web" : name.split("-", 2)[0];
        }
        String protocol = said.startsWith("kubernetes.io/h2c") ? "http2" : said.toLowerCase(Locale.ROOT);
        return KNOWN.contains(protocol) ? protocol : "";
    }

    private void requireWaypoint(PlannedFault fault, Service service) {
        Destination destination = fault.destination();
        if (fault.side() == Side.Server) {
            throw refused(
                    "%s is in ambient mode, where its workloads have no proxy for side Server; use side Client, which its"
                            + " waypoint can do.",
                    destination);
        }
        if (!fault.origins().isEmpty()) {
            throw refused(
                    "%s is in ambient mode, where its waypoint cannot tell callers apart: the fault would hit everyone."
                            + " Leave originServices out.",
                    destination);
        }
        if (waypoint(service).isEmpty()) {
            throw refused(
                    "%s is in ambient mode without a waypoint, so no proxy sees its HTTP requests. Give the Service or its"
                            + " namespace the label " + WAYPOINT + ".",
                    destination);
        }
    }

    private boolean isAmbient(String namespace, Service service) {
        return label(namespace, service, MODE).filter("ambient"::equals).isPresent();
    }

    private Optional<String> waypoint(Service service) {
        return label(service.getMetadata().getNamespace(), service, WAYPOINT).filter(name -> !name.equals("none"));
    }

    private Optional<String> label(String namespace, Service service, String label) {
        return Optional.ofNullable(service.getMetadata().getLabels())
                .map(labels -> labels.get(label))
                .or(() -> Optional.ofNullable(labels(namespace).get(label)));
    }

    private Map<String, String> labels(String namespace) {
        return namespaceLabels.computeIfAbsent(
                namespace,
                name -> Optional.ofNullable(client.namespaces().withName(name).get())
                        .map(Namespace::getMetadata)
                        .map(ObjectMeta::getLabels)
                        .orElse(Map.of()));
    }

    private static AbortException refused(String message, Object... values) {
        return new AbortException("NotSupported", message.formatted(values));
    }
}
