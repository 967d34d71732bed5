package io.glooshot.mesh.envoy;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.grpc.Status;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Subscribers<Destination, Layer> layers;
    private final Subscribers<FilterName, MatchFilter> filters;
    private final List<Confirmation> waiting = new ArrayList<>();
    private final ServingThread thread = new ServingThread();

    private volatile Optional<Moment> servingSince = Optional.empty();

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
        this.layers = new Subscribers<>(
                        new LayerDiscovery(snapshot, exposures, settings.ttl()), settings.renewal(), clock, metrics)
                .onChange(this::countConnected);
        this.filters = new Subscribers<>(new FilterDiscovery(snapshot), settings.renewal(), clock, metrics);
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
            layers.endAll(notServing());
            filters.endAll(notServing());
            settle();
        });
    }

    StreamObserver<DiscoveryRequest> connectForLayers(
            ServerCallStreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        return connect(layers, responses, client);
    }

    StreamObserver<DiscoveryRequest> connectForFilters(
            ServerCallStreamObserver<DiscoveryResponse> responses, ClientIdentity client) {
        return connect(filters, responses, client);
    }

    private <N, R extends Discovered<R>> StreamObserver<DiscoveryRequest> connect(
            Subscribers<N, R> subscribers,
            ServerCallStreamObserver<DiscoveryResponse> responses,
            ClientIdentity client) {
        AtomicReference<ProxyStream<N, R>> stream = new AtomicReference<>();
        thread.run(() -> {
            stream.set(subscribers.open(responses, client));
            if (servingSince.isEmpty()) {
                subscribers.end(stream.get(), notServing());
            }
        });
        return new StreamObserver<>() {
            @Override
            public void onNext(DiscoveryRequest request) {
                settleAfter(() -> subscribers.accept(stream.get(), request));
            }

            @Override
            public void onError(Throwable failure) {
                settleAfter(() -> subscribers.forget(stream.get(), stream.get()::broken));
            }

            @Override
            public void onCompleted() {
                settleAfter(() -> subscribers.forget(stream.get(), stream.get()::complete));
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

    /** Of the proxies' layers. */
    Stream<ProxyStream<Destination, Layer>> streams() {
        return layers.streams();
    }

    /** The streams of the proxies that the fault is for. */
    List<ProxyStream<Destination, Layer>> matching(PlannedFault fault) {
        return streams()
                .filter(stream -> stream.subscribes(fault.destination()) && fault.hitsCallsFrom(stream.service()))
                .toList();
    }

    /** Of the proxies' match filters. */
    Stream<ProxyStream<FilterName, MatchFilter>> filterStreams() {
        return filters.streams();
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

    /** The layers go first: they are what takes a fault off. */
    private void refresh() {
        layers.refresh();
        filters.refresh();
    }

    private void countConnected() {
        metrics.connected(streams().map(ProxyStream::nodeId).distinct().count());
    }

    private void settleAfter(Runnable task) {
        thread.run(() -> {
            task.run();
            settle();
        });
    }

    private void settle() {
        Moment now = clock.now();
        waiting.removeIf(confirmation -> confirmation.settle(now));
    }

    private static Status notServing() {
        return Status.UNAVAILABLE.withDescription("this controller does not serve proxies: it is not the leader");
    }
}
