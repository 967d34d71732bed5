package io.glooshot.mesh.envoy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is measured about the proxies that are served. */
final class ProxyMetrics {

    private final AtomicLong connected = new AtomicLong();
    private final Timer acknowledgements;
    private final Counter rejections;
    private final Counter refusals;

    ProxyMetrics(MeterRegistry meters) {
        meters.gauge("glooshot.envoy.proxies", connected);
        acknowledgements = Timer.builder("glooshot.envoy.acknowledgement")
                .description("From sending a response to its acknowledgement by the proxy")
                .register(meters);
        rejections = Counter.builder("glooshot.envoy.rejections")
                .description("Responses that a proxy refused")
                .register(meters);
        refusals = Counter.builder("glooshot.envoy.refusals")
                .description("Proxies turned away for what they ask for, or claim to be")
                .register(meters);
    }

    void connected(long proxies) {
        connected.set(proxies);
    }

    void acknowledged(Duration after) {
        acknowledgements.record(after);
    }

    void refused() {
        refusals.increment();
    }

    void rejected() {
        rejections.increment();
    }
}
