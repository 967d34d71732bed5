package io.glooshot.mesh.envoy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.HeaderCondition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fragments of an Envoy configuration that let Gloo Shot break the calls from one service to another. As maps, for
 * programs that build a whole configuration, in the form of Envoy's JSON; {@link #yaml} prints them for people.
 */
public final class EnvoySnippet {

    /** Name of the cluster through which a proxy reaches the controller. */
    public static final String CLUSTER = "glooshot";

    /** For any expression that an experiment can hold. */
    private static final int MAX_INSTRUCTIONS = 32_768;

    private static final String TYPES = "type.googleapis.com/envoy.";
    private static final String FAULT_FILTER = "envoy.filters.http.fault";

    /**
     * A second filter, because one does only one kind of abort: its configuration has either an HTTP or a gRPC status,
     * and a runtime key for the other has no effect.
     */
    private static final String GRPC_FAULT_FILTER = "glooshot.grpc_fault";

    private static final String FAULT_TYPE = TYPES + "extensions.filters.http.fault.v3.HTTPFault";

    /**
     * Mutual TLS between a proxy and the controller.
     *
     * @param serverName the DNS name that the controller's certificate must hold
     * @param certificate path of a PEM file at the proxy: the chain, with a DNS name of the proxy's own service
     * @param key path of the certificate's private key
     * @param trustedCa path of what the controller's certificate is checked against
     */
    public record Tls(String serverName, String certificate, String key, String trustedCa) {}

    private EnvoySnippet() {}

    /** The value of {@code node}. The ID must be the proxy's own: a removal is confirmed by each ID. */
    public static Map<String, Object> node(String id, ServiceId service) {
        return map("id", id, "cluster", service.toString());
    }

    /** The destination's layer, for {@code layered_runtime.layers}, where a later layer overrules it. */
    public static Map<String, Object> runtimeLayer(Destination destination) {
        String name = LayerName.of(destination);
        return map("name", name, "rtds_layer", map("name", name, "rtds_config", source()));
    }

    /**
     * A layer that lets matches have regular expressions of some length, for {@code layered_runtime.layers}. Envoy's own
     * limit of 100 instructions does not take a path of 100 characters.
     */
    public static Map<String, Object> regexLayer() {
        return map(
                "name",
                "glooshot/regex",
                "static_layer",
                map(
                        "re2.max_program_size.error_level",
                        MAX_INSTRUCTIONS,
                        "re2.max_program_size.warn_level",
                        MAX_INSTRUCTIONS));
    }

    /** Where what changes comes from. */
    private static Map<String, Object> source() {
        Map<String, Object> backOff = map("base_interval", "0.25s", "max_interval", "2s");
        Map<String, Object> grpc = map("cluster_name", CLUSTER, "retry_policy", map("retry_back_off", backOff));
        return map(
                "resource_api_version",
                "V3",
                "initial_fetch_timeout",
                "1s",
                "api_config_source",
                map(
                        "api_type",
                        "GRPC",
                        "transport_api_version",
                        "V3",
                        "grpc_services",
                        List.of(map("envoy_grpc", grpc))));
    }

    /**
     * The cluster of the controller, for {@code static_resources.clusters}.
     *
     * @param controller a host name or address, and a port
     * @param tls empty only for a controller on the same host's loopback interface
     */
    public static Map<String, Object> cluster(String controller, int port, Optional<Tls> tls) {
        Map<String, Object> address = map("socket_address", map("address", controller, "port_value", port));
        Map<String, Object> endpoint = map("endpoint", map("address", address));
        Map<String, Object> keepalive = map("connection_keepalive", map("interval", "5s", "timeout", "5s"));
        Map<String, Object> http2 = map("explicit_http_config", map("http2_protocol_options", keepalive));
        Map<String, Object> cluster = map(
                "name",
                CLUSTER,
                "type",
                "STRICT_DNS",
                "connect_timeout",
                "1s",
                "typed_extension_protocol_options",
                map(
                        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                        typed("extensions.upstreams.http.v3.HttpProtocolOptions", http2)),
                "load_assignment",
                map("cluster_name", CLUSTER, "endpoints", List.of(map("lb_endpoints", List.of(endpoint)))));
        tls.ifPresent(files -> cluster.put("transport_socket", transportSocket(files)));
        return cluster;
    }

    /** What is added to each route to the destination, beside {@code match} and {@code route}. */
    public static Map<String, Object> route(Destination destination) {
        return map("metadata", labels(destination), "typed_per_filter_config", faults(destination));
    }

    /** The same, with the destination's match filters turned on. */
    public static Map<String, Object> routeWithMatch(Destination destination) {
        Map<String, Object> filters = faults(destination);
        filters.putAll(matches(destination));
        return map("metadata", labels(destination), "typed_per_filter_config", filters);
    }

    private static Map<String, Object> labels(Destination destination) {
        Map<String, Object> labels = map(
                "service", destination.service().name(),
                "namespace", destination.service().namespace(),
                "port", Integer.toString(destination.port()));
        return map("filter_metadata", map("glooshot", labels));
    }

    private static Map<String, Object> faults(Destination destination) {
        Map<String, Object> never = map("numerator", 0, "denominator", "MILLION");
        Map<String, Object> fault = map(
                "@type",
                FAULT_TYPE,
                "abort",
                map("http_status", 503, "percentage", never),
                "delay",
                map("fixed_delay", "1s", "percentage", never),
                "abort_percent_runtime",
                LayerName.key(destination, RuntimeKey.ABORT_PERCENT),
                "abort_http_status_runtime",
                LayerName.key(destination, RuntimeKey.ABORT_STATUS),
                "delay_percent_runtime",
                LayerName.key(destination, RuntimeKey.DELAY_PERCENT),
                "delay_duration_runtime",
                LayerName.key(destination, RuntimeKey.DELAY_MS));
        return map(FAULT_FILTER, fault, GRPC_FAULT_FILTER, grpcFault(destination, never));
    }

    /** Any other call would meet an HTTP status of 200, which is no error. */
    private static Map<String, Object> grpcFault(Destination destination, Map<String, Object> never) {
        Map<String, Object> grpc = map(
                "name", "content-type", "string_match", map("safe_regex", map("regex", HeaderCondition.GRPC_CONTENT)));
        return map(
                "@type",
                FAULT_TYPE,
                "headers",
                List.of(grpc),
                "abort",
                map("grpc_status", 14, "percentage", never),
                "abort_percent_runtime",
                LayerName.key(destination, RuntimeKey.ABORT_GRPC_PERCENT),
                "abort_grpc_status_runtime",
                LayerName.key(destination, RuntimeKey.ABORT_GRPC_STATUS));
    }

    /** The fault filters, for the connection manager's {@code http_filters}, before the router. */
    public static List<Map<String, Object>> httpFilters() {
        return Stream.of(FAULT_FILTER, GRPC_FAULT_FILTER)
                .map(name -> map("name", name, "typed_config", map("@type", FAULT_TYPE)))
                .toList();
    }

    /** The destination's match filters, for {@code http_filters} too, between the fault filters and the router. */
    public static List<Map<String, Object>> matchFilters(Destination destination) {
        return matchFilterNames(destination)
                .map(name -> map(
                        "name",
                        name,
                        "disabled",
                        true,
                        "config_discovery",
                        map(
                                "config_source",
                                source(),
                                "default_config",
                                map("@type", FAULT_TYPE),
                                "apply_default_config_without_warming",
                                true,
                                "type_urls",
                                List.of(FAULT_TYPE))))
                .toList();
    }

    /** What turns the destination's match filters on for each route to it, and for no other. */
    public static Map<String, Object> matchRoute(Destination destination) {
        return map("typed_per_filter_config", matches(destination));
    }

    private static Map<String, Object> matches(Destination destination) {
        Map<String, Object> filters = map();
        matchFilterNames(destination)
                .forEach(name -> filters.put(name, typed("config.route.v3.FilterConfig", map("config", map()))));
        return filters;
    }

    private static Stream<String> matchFilterNames(Destination destination) {
        return Stream.of(new FilterName(destination, false), new FilterName(destination, true))
                .map(FilterName::toString);
    }

    /** The counters, for the connection manager's {@code access_log}. */
    public static Map<String, Object> accessLog(ServiceId origin) {
        // The duration of a request that was faulted has to be told from that of others, as its outcome is.
        List<Map<String, Object>> tags = List.of(
                tag("source", origin.toString()),
                tag("destination_service", "%METADATA(ROUTE:glooshot:service)%"),
                tag("destination_namespace", "%METADATA(ROUTE:glooshot:namespace)%"),
                tag("destination_port", "%METADATA(ROUTE:glooshot:port)%"),
                tag("response_code", "%RESPONSE_CODE%"),
                tag("response_flags", "%RESPONSE_FLAGS%"));
        Map<String, Object> counter = map("stat", map("name", "requests_total", "tags", tags), "value_fixed", 1);
        Map<String, Object> histogram = map(
                "stat",
                map("name", "request_duration_milliseconds", "tags", tags),
                "unit",
                "Milliseconds",
                "value_format",
                "%DURATION%");
        Map<String, Object> logger =
                map("stat_prefix", "glooshot", "counters", List.of(counter), "histograms", List.of(histogram));
        return map(
                "name",
                "envoy.access_loggers.stats",
                "typed_config",
                typed("extensions.access_loggers.stats.v3.Config", logger));
    }

    /** A fragment, or a list of them, as YAML. */
    public static String yaml(Object fragment) {
        return Serialization.asYaml(fragment).replaceFirst("^---\\s*\n", "");
    }

    private static Map<String, Object> transportSocket(Tls tls) {
        Map<String, Object> certificate =
                map("certificate_chain", map("filename", tls.certificate), "private_key", map("filename", tls.key));
        Map<String, Object> name = map("san_type", "DNS", "matcher", map("exact", tls.serverName));
        Map<String, Object> validation =
                map("trusted_ca", map("filename", tls.trustedCa), "match_typed_subject_alt_names", List.of(name));
        Map<String, Object> common = map("tls_certificates", List.of(certificate), "validation_context", validation);
        Map<String, Object> context = map("sni", tls.serverName, "common_tls_context", common);
        return map(
                "name",
                "envoy.transport_sockets.tls",
                "typed_config",
                typed("extensions.transport_sockets.tls.v3.UpstreamTlsContext", context));
    }

    private static Map<String, Object> tag(String name, String format) {
        return map("name", name, "value_format", format);
    }

    private static Map<String, Object> typed(String type, Map<String, Object> fields) {
        Map<String, Object> typed = map("@type", TYPES + type);
        typed.putAll(fields);
        return typed;
    }

    /** In the order given, which is the order that people read it in. */
    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
