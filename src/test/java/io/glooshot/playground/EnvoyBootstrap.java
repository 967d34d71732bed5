package io.glooshot.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.envoy.EnvoySnippet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration of one workload's sidecar: a single listener for its outgoing calls, with a route for each
 * destination that is chosen by the Host header, as an in-cluster name would be.
 */
public final class EnvoyBootstrap implements ProxyBootstrap {
    private static final String TYPES = "type.googleapis.com/envoy.";

    private final String workload;
    private final ServiceId service;
    private final int adminPort = LoopbackPorts.take();
    private final int outboundPort = LoopbackPorts.take();
    private final Map<Destination, Integer> upstreams = new LinkedHashMap<>();
    private Map<String, Object> controllerCluster;
    private boolean matches = true;

    private EnvoyBootstrap(String workload, ServiceId service) {
        this.workload = workload;
        this.service = service;
    }

    public static EnvoyBootstrap sidecarOf(String workload, ServiceId service) {
        return new EnvoyBootstrap(workload, service);
    }

    public EnvoyBootstrap route(Destination destination, int upstreamPort) {
        upstreams.put(destination, upstreamPort);
        return this;
    }

    /**
     * Where the runtime layers come from; a follower refuses, and the proxy goes on to the next one. Without a controller
     * the proxy routes, and nobody can break its calls but the admin layer.
     */
    public EnvoyBootstrap controllers(List<Integer> ports) {
        if (!ports.isEmpty()) {
            controller(ports.get(0));
            controllerCluster.put("load_assignment", loadAssignment(EnvoySnippet.CLUSTER, ports));
        }
        return this;
    }

    /** Without a controller the proxy routes, and nobody can break its calls but the admin layer. */
    public EnvoyBootstrap controller(int port) {
        controllerCluster = EnvoySnippet.cluster("127.0.0.1", port, Optional.empty());
        return this;
    }

    /** @param serverName that the controller's certificate must hold */
    public EnvoyBootstrap controller(
            int port, String serverName, CertificateAuthority authority, CertificateAuthority.Identity identity) {
        EnvoySnippet.Tls tls = new EnvoySnippet.Tls(
                serverName,
                identity.certificate().toString(),
                identity.key().toString(),
                authority.certificateFile().toString());
        controllerCluster = EnvoySnippet.cluster("127.0.0.1", port, Optional.of(tls));
        return this;
    }

    /** As a proxy is that was set up before calls could be told by their headers. */
    public EnvoyBootstrap withoutMatchFilters() {
        matches = false;
        return this;
    }

    @Override
    public String workload() {
        return workload;
    }

    @Override
    public int adminPort() {
        return adminPort;
    }

    @Override
    public int outboundPort() {
        return outboundPort;
    }

    @Override
    public String json() {
        Stream<Map<String, Object>> own = Stream.ofNullable(controllerCluster);
        Stream<Map<String, Object>> destinations = upstreams.entrySet().stream()
                .map(upstream -> cluster(upstream.getKey().toString(), List.of(upstream.getValue())));
        Map<String, Object> bootstrap = Map.of(
                "node", EnvoySnippet.node(workload, service),
                "admin", Map.of("address", address(adminPort)),
                "layered_runtime", Map.of("layers", layers()),
                "static_resources",
                        Map.of(
                                "clusters", Stream.concat(own, destinations).toList(),
                                "listeners", List.of(listener())));
        try {
            return LoopbackHttp.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bootstrap);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Later layers win, so the admin layer comes last: a test may overrule the controller. */
    private List<Map<String, Object>> layers() {
        List<Map<String, Object>> layers = new ArrayList<>();
        if (isMatching()) {
            layers.add(EnvoySnippet.regexLayer());
        }
        if (controllerCluster != null) {
            upstreams.keySet().forEach(destination -> layers.add(EnvoySnippet.runtimeLayer(destination)));
        }
        layers.add(Map.of("name", "admin", "admin_layer", Map.of()));
        return layers;
    }

    private Map<String, Object> listener() {
        Map<String, Object> routes = Map.of(
                "name",
                "outbound",
                "virtual_hosts",
                upstreams.keySet().stream().map(this::virtualHost).toList());
        Map<String, Object> router = Map.of(
                "name",
                "envoy.filters.http.router",
                "typed_config",
                typed("extensions.filters.http.router.v3.Router", Map.of()));
        Map<String, Object> manager = Map.of(
                "stat_prefix",
                "outbound",
                "route_config",
                routes,
                "access_log",
                List.of(EnvoySnippet.accessLog(service)),
                "http_filters",
                Stream.of(EnvoySnippet.httpFilters().stream(), matchFilters(), Stream.of(router))
                        .flatMap(filters -> filters)
                        .toList());
        Map<String, Object> filter = Map.of(
                "name",
                "envoy.filters.network.http_connection_manager",
                "typed_config",
                typed("extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", manager));
        return Map.of(
                "name", "outbound",
                "address", address(outboundPort),
                "filter_chains", List.of(Map.of("filters", List.of(filter))));
    }

    private Stream<Map<String, Object>> matchFilters() {
        return isMatching()
                ? upstreams.keySet().stream().flatMap(destination -> EnvoySnippet.matchFilters(destination).stream())
                : Stream.empty();
    }

    /** Without a controller there is no cluster that filters could come from. */
    private boolean isMatching() {
        return matches && controllerCluster != null;
    }

    private Map<String, Object> virtualHost(Destination destination) {
        Map<String, Object> route = new LinkedHashMap<>(
                isMatching() ? EnvoySnippet.routeWithMatch(destination) : EnvoySnippet.route(destination));
        route.put("match", Map.of("prefix", "/"));
        route.put("route", Map.of("cluster", destination.toString(), "timeout", "15s"));
        return Map.of(
                "name", destination.toString(), "domains", List.of(destination.toString()), "routes", List.of(route));
    }

    private static Map<String, Object> cluster(String name, List<Integer> ports) {
        return new LinkedHashMap<>(Map.of(
                "name",
                name,
                "type",
                "STATIC",
                "connect_timeout",
                "1s",
                "load_assignment",
                loadAssignment(name, ports)));
    }

    private static Map<String, Object> loadAssignment(String cluster, List<Integer> ports) {
        List<Map<String, Object>> endpoints = ports.stream()
                .map(port -> Map.<String, Object>of("endpoint", Map.of("address", address(port))))
                .toList();
        return Map.of("cluster_name", cluster, "endpoints", List.of(Map.of("lb_endpoints", endpoints)));
    }

    private static Map<String, Object> address(int port) {
        return Map.of("socket_address", Map.of("address", "127.0.0.1", "port_value", port));
    }

    private static Map<String, Object> typed(String type, Map<String, Object> fields) {
        Map<String, Object> typed = new LinkedHashMap<>(Map.of("@type", TYPES + type));
        typed.putAll(fields);
        return typed;
    }
}
