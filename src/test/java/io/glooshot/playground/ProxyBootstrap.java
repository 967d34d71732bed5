package io.glooshot.playground;

import java.util.List;
import java.util.Map;

/** What an Envoy is started with. */
public interface ProxyBootstrap {
    String workload();

    int adminPort();

    /** Where the workload sends its calls, with {@code <service>.<namespace>:<port>} as their Host. */
    int outboundPort();

    String json();

    default Map<String, String> environment() {
        return Map.of();
    }

    /** Of the command line, beside those that every Envoy here needs. */
    default List<String> options() {
        return List.of();
    }
}
