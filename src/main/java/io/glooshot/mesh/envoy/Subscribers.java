package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.Moment;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The streams of one discovery service, and what is sent on each. For use by one thread only. */
final class Subscribers<N, R extends Discovered<R>> {

    private static final Logger LOG = Logger.getLogger(Subscribers.class);

    private final Discovery<N, R> discovery;
    private final Duration renewal;
    private final Moment.Source clock;
    private final ProxyMetrics metrics;
    private final Set<ProxyStream<N, R>> streams = new LinkedHashSet<>();
    private Runnable onChange = () -> {};
    private long events;
    private long version = System.currentTimeMillis();

    Subscribers(Discovery<N, R> discovery, Duration renewal, Moment.Source clock, ProxyMetrics metrics) {
        this.discovery = discovery;
        this.renewal = renewal;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @param action runs when a proxy came, went, or subscribed to something else */
    Subscribers<N, R> onChange(Runnable action) {
        onChange = action;
        return this;
    }

    ProxyStream<N, R> open(ServerCallStreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        ProxyStream<N, R> stream = new ProxyStream<>(discovery, ++events, client, responses);
        streams.add(stream);
        return stream;
    }

    /** Those that have said whose they are. */
    Stream<ProxyStream<N, R>> streams() {
        return streams.stream().filter(ProxyStream::isIdentified);
    }

    void accept(ProxyStream<N, R> stream, DiscoveryRequest request) {
        if (!stream.isOpen()) {
            return;
        }
        ProxyStream.Answer answer;
        try {
            answer = stream.accept(request);
        } catch (StatusRuntimeException refused) {
            LOG.warnf("Refused a proxy: %s", refused.getMessage());
            metrics.refused();
            end(stream, refused.getStatus());
            return;
        }
        answer.rejection().ifPresent(reason -> {
            LOG.warnf("Proxy %s refused what it was sent: %s", stream.nodeId(), reason);
            metrics.rejected();
        });
        if (answer.acknowledged()) {
            metrics.acknowledged(clock.now().since(stream.sentAt()));
            discovery.acknowledged(stream);
        }
        if (answer.resubscribed()) {
            onChange.run();
            send(stream);
        }
    }

    void endAll(Status status) {
        List.copyOf(streams).forEach(stream -> end(stream, status));
    }

    void end(ProxyStream<N, R> stream, Status status) {
        forget(stream, () -> stream.end(status));
    }

    void forget(ProxyStream<N, R> stream, Runnable close) {
        if (streams.remove(stream)) {
            discovery.ended(stream, ++events);
            onChange.run();
        }
        close.run();
    }

    /** Sends what has changed, and renews what is due for it. */
    void refresh() {
        Moment now = clock.now();
        for (ProxyStream<N, R> stream : streams().toList()) {
            boolean changed = stream.subscriptions().stream().anyMatch(name -> isOutdated(stream, name));
            boolean due = stream.sentExpiring() && now.since(stream.sentAt()).compareTo(renewal) >= 0;
            // A renewal that cannot leave is left out: the TTL is there for just that.
            if (changed || (due && stream.isReady())) {
                send(stream);
            }
        }
    }

    private boolean isOutdated(ProxyStream<N, R> stream, N name) {
        R wanted = discovery.wanted(name, stream.service());
        return stream.sent(name).filter(wanted::saysTheSameAs).isEmpty();
    }

    private void send(ProxyStream<N, R> stream) {
        Moment now = clock.now();
        Map<N, R> resources = new LinkedHashMap<>();
        stream.subscriptions().forEach(name -> resources.put(name, discovery.wanted(name, stream.service())));
        // Written down first: a send that fails half-way may have reached the proxy.
        resources.values().forEach(resource -> discovery.sending(stream, resource, now));
        try {
            stream.send(resources, Long.toString(++version), now);
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "Cannot send to proxy %s", stream.nodeId());
            end(stream, Status.ABORTED);
        }
    }
}
