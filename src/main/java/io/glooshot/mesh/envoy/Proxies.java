package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The connected proxies, and what each is sent. All state but the snapshot belongs to one thread: it serialises what goes
 * out on each stream, and keeps the servers' event loops free.
 */
@Singleton
class Proxies {

    private static final Logger LOG = Logger.getLogger(Proxies.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final EnvoySettings settings;
    private final Moment.Source clock;
    private final ProxyMetrics metrics;
    private final Snapshot snapshot;
    private final Exposures exposures = new Exposures();
    private final Set<ProxyStream> streams = new LinkedHashSet<>();
    private final List<Confirmation> waiting = new ArrayList<>();
    private final ServingThread thread = new ServingThread();

    private volatile Optional<Moment> servingSince = Optional.empty();
    private long events;
    private long version = System.currentTimeMillis();

    @Inject
    Proxies(EnvoySettings settings, MeterRegistry meters) {
        this(settings, meters, () -> new Moment(Instant.now(), System.nanoTime()));
    }

    Proxies(EnvoySettings settings, MeterRegistry meters, Moment.Source clock) {
        if (settings.renewal().compareTo(settings.ttl()) >= 0) {
            throw new IllegalArgumentException("glooshot.envoy.renewal must be shorter than glooshot.envoy.ttl");
        }
        this.settings = settings;
        this.clock = clock;
        this.snapshot = new Snapshot(clock);
        this.metrics = new ProxyMetrics(meters);
    }

    @PostConstruct
    void start() {
        thread.repeat(this::tick, TICK);
    }

    @PreDestroy
    void stop() {
        close();
        thread.stop();
    }

    /** Starts to serve, from a snapshot of these runs. */
    void open(Map<Plan, Instant> started) {
        started.forEach((plan, deadline) -> {
            try {
                snapshot.put(plan, deadline);
            } catch (AbortException isOver) {
                LOG.infof("Faults of %s/%s stay off: %s", plan.namespace(), plan.name(), isOver.getMessage());
            }
        });
        if (servingSince.isEmpty()) {
            servingSince = Optional.of(clock.now());
            LOG.infof("Serving proxies, from %d started runs", started.size());
        }
    }

    /** Stops to serve: ends all streams. What the proxies hold lapses unless another leader renews it. */
    void close() {
        servingSince = Optional.empty();
        snapshot.clear();
        thread.run(() -> {
            List.copyOf(streams).forEach(stream -> end(stream, notServing()));
            settle();
        });
    }

    StreamObserver<DiscoveryRequest> connect(
            ServerCallStreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        ProxyStream[] stream = new ProxyStream[1];
        thread.run(() -> {
            stream[0] = new ProxyStream(++events, client, responses);
            streams.add(stream[0]);
            if (servingSince.isEmpty()) {
                end(stream[0], notServing());
            }
        });
        return new StreamObserver<>() {
            @Override
            public void onNext(DiscoveryRequest request) {
                thread.run(() -> accept(stream[0], request));
            }

            @Override
            public void onError(Throwable failure) {
                thread.run(() -> forget(stream[0], stream[0]::broken));
            }

            @Override
            public void onCompleted() {
                thread.run(() -> forget(stream[0], stream[0]::complete));
            }
        };
    }

    /** Brings the proxies up to date with the snapshot, and asks this confirmation until it is settled. */
    void confirm(Confirmation confirmation) {
        thread.run(() -> {
            waiting.add(confirmation);
            refresh();
            settle();
        });
    }

    void forget(Confirmation confirmation) {
        thread.run(() -> waiting.remove(confirmation));
    }

    Stream<ProxyStream> streams() {
        return streams.stream().filter(ProxyStream::isIdentified);
    }

    /** The streams of the proxies that the fault is for. */
    List<ProxyStream> matching(PlannedFault fault) {
        return streams()
                .filter(stream -> stream.subscribes(fault.destination()) && fault.hitsCallsFrom(stream.service()))
                .toList();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Exposures exposures() {
        return exposures;
    }

    EnvoySettings settings() {
        return settings;
    }

    Optional<Moment> servingSince() {
        return servingSince;
    }

    Moment now() {
        return clock.now();
    }

    private void tick() {
        refresh();
        settle();
    }

    private void accept(ProxyStream stream, DiscoveryRequest request) {
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
            LOG.warnf("Proxy %s refused its runtime layers: %s", stream.nodeId(), reason);
            metrics.rejected();
        });
        if (answer.acknowledged()) {
            metrics.acknowledged(clock.now().since(stream.sentAt()));
            exposures.acknowledged(stream);
        }
        if (answer.resubscribed()) {
            countConnected();
            send(stream);
        }
        settle();
    }

    private void end(ProxyStream stream, Status status) {
        forget(stream, () -> stream.end(status));
    }

    private void forget(ProxyStream stream, Runnable close) {
        if (streams.remove(stream)) {
            exposures.ended(stream, ++events);
            countConnected();
            settle();
        }
        close.run();
    }

    private void countConnected() {
        metrics.connected(streams().map(ProxyStream::nodeId).distinct().count());
    }

    /** Sends what has changed, and renews the faults that are due for it. */
    private void refresh() {
        Moment now = clock.now();
        for (ProxyStream stream : streams().toList()) {
            boolean changed = stream.subscriptions().stream().anyMatch(destination -> isOutdated(stream, destination));
            boolean due = stream.sentFaults() && now.since(stream.sentAt()).compareTo(settings.renewal()) >= 0;
            // A renewal that cannot leave is left out: the TTL is there for just that.
            if (changed || (due && stream.isReady())) {
                send(stream);
            }
        }
    }

    private boolean isOutdated(ProxyStream stream, Destination destination) {
        Layer wanted = layer(stream, destination);
        return stream.sent(destination)
                .filter(sent ->
                        sent.owner().equals(wanted.owner()) && sent.fault().equals(wanted.fault()))
                .isEmpty();
    }

    private void send(ProxyStream stream) {
        Moment now = clock.now();
        List<Layer> layers = stream.subscriptions().stream()
                .map(destination -> layer(stream, destination))
                .toList();
        // Written down first: a send that fails half-way may have reached the proxy.
        layers.forEach(layer -> exposures.sending(stream, layer, now));
        try {
            stream.send(layers, Long.toString(++version), now);
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "Cannot send to proxy %s", stream.nodeId());
            end(stream, Status.ABORTED);
        }
    }

    private Layer layer(ProxyStream stream, Destination destination) {
        return snapshot.layer(destination, stream.service(), settings.ttl());
    }

    private void settle() {
        Moment now = clock.now();
        waiting.removeIf(confirmation -> confirmation.settle(now));
    }

    private static Status notServing() {
        return Status.UNAVAILABLE.withDescription("this controller does not serve proxies: it is not the leader");
    }
}
