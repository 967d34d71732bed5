package io.glooshot.mesh.envoy;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Preview;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.mesh.SweptMesh;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Faults in plain Envoy proxies, by the runtime layers that they subscribe to, and by filters that they subscribe to as
 * well where just some calls are to be hit.
 */
@ApplicationScoped
public class EnvoyProvider implements MeshProvider, SweptMesh {

    public static final MeshCapabilities CAPABILITIES = new MeshCapabilities(
            /* abort */ true,
            /* grpcAbort */ true,
            /* delay */ true,
            /* originScoping */ true,
            /* headerMatch */ true,
            /* pathMatch */ true,
            /* methodMatch */ true,
            /* clientSide */ true,
            /* serverSide */ false,
            /* serverSideOrigins */ false,
            /* workloadLabels */ false,
            /* decimalPercentage */ true,
            /* proofOfInjection */ true);

    private final Proxies proxies;
    private final Map<String, Removal> removals = new ConcurrentHashMap<>();

    private final Drifts drifts;

    @Inject
    EnvoyProvider(Proxies proxies, Drifts drifts) {
        this.proxies = proxies;
        this.drifts = drifts;
    }

    /** One that serves nobody: it can examine and preview, and inject nothing. */
    public static EnvoyProvider unserved(EnvoySettings settings, MeterRegistry meters) {
        return new EnvoyProvider(new Proxies(settings, meters), new Drifts(meters));
    }

    @Override
    public MeshType type() {
        return MeshType.Envoy;
    }

    @Override
    public MeshCapabilities capabilities() {
        return CAPABILITIES;
    }

    /** {@code NoMatchFilter} when a connected proxy lacks what it takes to tell the calls that match. */
    @Override
    public Uni<List<String>> examine(Plan plan) {
        return Uni.createFrom()
                .<List<String>>emitter(result -> {
                    MatchFilter.requirePossible(plan);
                    Examination examination = new Examination(plan, proxies, result);
                    result.onTermination(() -> proxies.forget(examination));
                    proxies.confirm(examination);
                })
                .emitOn(Infrastructure.getDefaultExecutor());
    }

    /** By the plan alone: what proxies hold by now is known to those that serve them. */
    @Override
    public Uni<Preview> preview(Plan plan) {
        return Uni.createFrom().item(() -> {
            MatchFilter.requirePossible(plan);
            return EnvoyPreview.of(plan, proxies.settings().ttl());
        });
    }

    /**
     * Aborts with {@code NoProxy} when a fault has no connected proxy, {@code NotAcknowledged} when one stays silent,
     * {@code Rejected} when one refuses, {@code NoMatchFilter} when one lacks a filter, {@code DestinationHeld} when
     * another run holds a destination, {@code AlreadyStopped} or {@code Stopped} after a removal, {@code DeadlinePassed},
     * and {@code NotServing}. Soon after a restart names only the proxies that have reconnected by then, so what was known
     * before still counts.
     */
    @Override
    public Uni<Injected> inject(Plan plan, Instant deadline) {
        return Uni.createFrom()
                .<Injected>emitter(result -> {
                    proxies.snapshot().put(plan, deadline);
                    Injection injection = new Injection(plan, proxies.now(), proxies, result);
                    result.onTermination(() -> proxies.forget(injection));
                    proxies.confirm(injection);
                })
                .emitOn(Infrastructure.getDefaultExecutor());
    }

    /** Out of the snapshot in the calling thread, before anything is waited for. Fails while nothing is served. */
    @Override
    public Uni<Void> remove(Plan plan, List<String> heldBy) {
        return remove(plan, heldBy, () -> {});
    }

    @Override
    public Uni<Void> remove(Plan plan, List<String> heldBy, Runnable written) {
        return Uni.createFrom()
                .<Void>emitter(result -> {
                    proxies.snapshot().remove(plan.uid());
                    Removal removal = new Removal(plan, heldBy, proxies, written, result);
                    removals.put(plan.uid(), removal);
                    // Ends the wait only: the fault is out of the snapshot already.
                    result.onTermination(() -> proxies.forget(removal));
                    proxies.confirm(removal);
                })
                .emitOn(Infrastructure.getDefaultExecutor())
                .onItem()
                .invoke(() -> removals.remove(plan.uid()));
    }

    @Override
    public String removalState(Plan plan, List<String> heldBy) {
        Removal removal = removals.get(plan.uid());
        return removal == null ? MeshProvider.super.removalState(plan, heldBy) : removal.state();
    }

    /** What is served: proxies have no more than that, and drop what is not renewed. */
    @Override
    public Seen look(Collection<Plan> faulting) {
        if (proxies.servingSince().isEmpty()) {
            return new Seen(List.of(), Set.of());
        }
        List<Leftover> found = new ArrayList<>();
        proxies.snapshot()
                .held()
                .forEach((uid, destinations) ->
                        layers(destinations).forEach(layer -> found.add(new Leftover(layer, Optional.empty(), uid))));
        return new Seen(
                found,
                faulting.stream()
                        .filter(plan -> proxies.snapshot().lacks(plan))
                        .map(Plan::uid)
                        .collect(Collectors.toSet()));
    }

    @Override
    public void remove(String uid, String why) {
        Set<Destination> held = proxies.snapshot().held().get(uid);
        proxies.snapshot().remove(uid);
        if (held != null) {
            List<String> layers = layers(held);
            String message = "%s held a fault that is taken off. %s".formatted(String.join(", ", layers), why);
            drifts.tell(new Drift(Drift.Kind.Stray, uid, layers, Optional.empty(), message));
        }
    }

    @Override
    public boolean clear(String uid, BooleanSupplier begun) {
        return proxies.snapshot().clear(uid, begun);
    }

    private static List<String> layers(Set<Destination> destinations) {
        return destinations.stream()
                .map(destination -> "layer " + LayerName.of(destination))
                .toList();
    }

    @Override
    public String successRateQuery(RequestQuery requests) {
        return EnvoyQueries.successRate(requests);
    }

    @Override
    public String latencyQuery(RequestQuery requests, double quantile) {
        return EnvoyQueries.latency(requests, quantile);
    }

    @Override
    public String faultedRequestsQuery(Plan plan) {
        return EnvoyQueries.faultedRequests(plan);
    }

    @Override
    public String faultedShareQuery(Plan plan) {
        return EnvoyQueries.faultedShare(plan);
    }
}
