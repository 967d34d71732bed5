package io.glooshot.playground;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a proxy's configuration must hold so that Gloo Shot can break its calls, and count them. */
final class EnvoyFragments {
    static final String CONTROLLER_CLUSTER = "glooshot";

    private static final String FAULT_FILTER = "envoy.filters.http.fault";
    private static final String FAULT_TYPE = EnvoyBootstrap.TYPES + "extensions.filters.http.fault.v3.HTTPFault";
    private static final Map<String, Object> NEVER = Map.of("numerator", 0, "denominator", "MILLION");

    private EnvoyFragments() {}

    static Map<String, Object> runtimeLayer(Destination destination) {
        String name = String.join("/", "glooshot", namespace(destination), service(destination), port(destination));
        Map<String, Object> backOff = Map.of("base_interval", "0.25s", "max_interval", "2s");
        Map<String, Object> grpc =
                Map.of("cluster_name", CONTROLLER_CLUSTER, "retry_policy", Map.of("retry_back_off", backOff));
        Map<String, Object> api = Map.of(
                "api_type", "GRPC",
                "transport_api_version", "V3",
                "grpc_services", List.of(Map.of("envoy_grpc", grpc)));
        Map<String, Object> source =
                Map.of("resource_api_version", "V3", "initial_fetch_timeout", "1s", "api_config_source", api);
        return Map.of("name", name, "rtds_layer", Map.of("name", name, "rtds_config", source));
    }

    /** Runtime values act only where a fault is configured already, so it is, for no request. */
    static Map<String, Object> route(Destination destination) {
        String prefix = String.join(".", "glooshot", namespace(destination), service(destination), port(destination));
        Map<String, Object> fault = Map.of(
                "@type", FAULT_TYPE,
                "abort", Map.of("http_status", 503, "percentage", NEVER),
                "delay", Map.of("fixed_delay", "1s", "percentage", NEVER),
                "abort_percent_runtime", prefix + ".abort_percent",
                "abort_http_status_runtime", prefix + ".abort_status",
                "delay_percent_runtime", prefix + ".delay_percent",
                "delay_duration_runtime", prefix + ".delay_ms");
        Map<String, Object> labels =
                Map.of("service", service(destination), "namespace", namespace(destination), "port", port(destination));
        return Map.of(
                "metadata", Map.of("filter_metadata", Map.of("glooshot", labels)),
                "typed_per_filter_config", Map.of(FAULT_FILTER, fault));
    }

    static Map<String, Object> httpFilter() {
        return Map.of("name", FAULT_FILTER, "typed_config", Map.of("@type", FAULT_TYPE));
    }

    /** An aborted request never reaches the upstream's own counters, but its route is known to the log. */
    static Map<String, Object> accessLog(ServiceId origin) {
        List<Map<String, Object>> calls = List.of(
                tag("source", origin.toString()),
                tag("destination_service", "%METADATA(ROUTE:glooshot:service)%"),
                tag("destination_namespace", "%METADATA(ROUTE:glooshot:namespace)%"),
                tag("destination_port", "%METADATA(ROUTE:glooshot:port)%"));
        List<Map<String, Object>> outcomes =
                List.of(tag("response_code", "%RESPONSE_CODE%"), tag("response_flags", "%RESPONSE_FLAGS%"));
        List<Map<String, Object>> all =
                Stream.concat(calls.stream(), outcomes.stream()).toList();
        Map<String, Object> requests = Map.of("stat", Map.of("name", "requests_total", "tags", all), "value_fixed", 1);
        Map<String, Object> durations = Map.of(
                "stat", Map.of("name", "request_duration_milliseconds", "tags", calls),
                "unit", "Milliseconds",
                "value_format", "%DURATION%");
        Map<String, Object> logger = Map.of(
                "@type",
                EnvoyBootstrap.TYPES + "extensions.access_loggers.stats.v3.Config",
                "stat_prefix",
                "glooshot",
                "counters",
                List.of(requests),
                "histograms",
                List.of(durations));
        return Map.of("name", "envoy.access_loggers.stats", "typed_config", logger);
    }

    private static Map<String, Object> tag(String name, String format) {
        return Map.of("name", name, "value_format", format);
    }

    private static String namespace(Destination destination) {
        return destination.service().namespace();
    }

    private static String service(Destination destination) {
        return destination.service().name();
    }

    private static String port(Destination destination) {
        return Integer.toString(destination.port());
    }
}
