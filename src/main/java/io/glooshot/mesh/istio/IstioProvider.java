package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Preview;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.mesh.SweptMesh;
import io.glooshot.mesh.istio.Gates.Gate;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.Routing;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Faults in Istio, by its own configuration objects. */
@ApplicationScoped
@LookupIfProperty(name = "glooshot.istio.enabled", stringValue = "true", lookupIfMissing = true)
public class IstioProvider implements MeshProvider, SweptMesh {

    public static final MeshCapabilities CAPABILITIES = new MeshCapabilities(
            /* abort */ true,
            /* grpcAbort */ true,
            /* delay */ true,
            /* originScoping */ true,
            /* headerMatch */ true,
            /* pathMatch */ true,
            /* methodMatch */ true,
            /* clientSide */ true,
            /* serverSide */ true,
            /* serverSideOrigins */ false,
            /* workloadLabels */ true,
            /* decimalPercentage */ true,
            /* proofOfInjection */ true);

    static final String DEADLINE_PASSED = "DeadlinePassed";

    private final Mandate mandate;
    private final IstioSettings settings;
    private final Moment.Source clock;
    private final IstioApi api;
    private final IstioFaults faults;
    private final IstioRemoval removal;
    private final IstioWatch watch;
    private final Gates gates = new Gates();
    private final Removals removals;
    private final Drifts drifts;
    private final Map<String, Keeper> keepers = new ConcurrentHashMap<>();
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();

    @Inject
    public IstioProvider(
            KubernetesClient client,
            WatchedNamespaces namespaces,
            Mandate mandate,
            IstioSettings settings,
            Moment.Source clock,
            Drifts drifts) {
        this.mandate = mandate;
        this.settings = settings;
        this.clock = clock;
        this.api = new IstioApi(client, namespaces);
        this.drifts = drifts;
        this.watch = new IstioWatch(client, namespaces);
        IstiodAvailability istiod =
                new IstiodAvailability(new IstiodDeployments(client, settings.controlPlaneNamespace()));
        FilterRemoval filters = new FilterRemoval(api, clock, settings.convergence(), istiod::isUp);
        this.faults = new IstioFaults(client, api, filters, settings);
        this.removal = new IstioRemoval(api, filters);
        this.removals = new Removals(api, removal, gates, watch, drifts);
    }

    @PreDestroy
    void stop() {
        watch.stop();
    }

    @Override
    public MeshType type() {
        return MeshType.Istio;
    }

    @Override
    public MeshCapabilities capabilities() {
        return CAPABILITIES;
    }

    /**
     * Warns of retries and timeouts that Istio will ignore, and of tools that own the routes. Aborts with
     * {@code NotSupported} where a fault cannot be put in exactly as it is written.
     */
    @Override
    public Uni<List<String>> examine(Plan plan) {
        return blocking(() -> faults.examine(plan));
    }

    @Override
    public Uni<Preview> preview(Plan plan) {
        return blocking(() -> faults.preview(plan));
    }

    /**
     * Completes when the API server has stored the faults; istiod tells the proxies within moments. Aborts with
     * {@code Rejected} when the API server or Istio's webhook refuses them, {@code NotSupported}, {@code UnknownService},
     * {@code DestinationHeld} by another experiment, {@code AlreadyStopped} after a removal, and {@code DeadlinePassed}.
     */
    @Override
    public Uni<Injected> inject(Plan plan, Instant deadline) {
        return blocking(() -> {
            removals.watch();
            Holding holding = apply(plan, deadline);
            holdings.put(plan.uid(), holding);
            return new Injected(holding.describe());
        });
    }

    @Override
    public Uni<Void> keep(Plan plan, Instant deadline) {
        return Uni.createFrom().emitter(result -> {
            Keeper keeper = new Keeper(
                    plan,
                    holdings.getOrDefault(plan.uid(), Holding.NONE),
                    () -> apply(plan, deadline),
                    () -> lastWriter(plan.uid()),
                    settings.putBacks(),
                    drifts::tell,
                    result);
            result.onTermination(() -> {
                watch.remove(keeper);
                keepers.remove(plan.uid(), keeper);
            });
            watch.add(keeper);
            keepers.put(plan.uid(), keeper);
            // What happened between the injection and the watch.
            keeper.look();
        });
    }

    @Override
    public Uni<Void> remove(Plan plan, List<String> heldBy) {
        return remove(plan, heldBy, () -> {});
    }

    @Override
    public Uni<Void> remove(Plan plan, List<String> heldBy, Runnable written) {
        return removals.remove(plan.uid(), Places.of(plan, heldBy), written).invoke(() -> holdings.remove(plan.uid()));
    }

    @Override
    public Seen look(Collection<Plan> faulting) {
        Listing listing = Listing.of(api);
        keepers.forEach((uid, keeper) -> keeper.compare(listing.of(uid)));
        return new Seen(listing.leftovers(uid -> !removals.isUnderWay(uid)), Set.of());
    }

    @Override
    public void remove(String uid, String why) {
        removals.removeStray(uid, why);
    }

    @Override
    public boolean clear(String uid, BooleanSupplier begun) {
        return removals.clear(uid, begun);
    }

    @Override
    public String removalState(Plan plan, List<String> heldBy) {
        return removal.state(plan.uid());
    }

    @Override
    public String successRateQuery(RequestQuery requests) {
        return IstioQueries.successRate(requests);
    }

    @Override
    public String latencyQuery(RequestQuery requests, double quantile) {
        return IstioQueries.latency(requests, quantile);
    }

    @Override
    public String faultedRequestsQuery(Plan plan) {
        return IstioQueries.faultedRequests(plan);
    }

    @Override
    public String faultedShareQuery(Plan plan) {
        return IstioQueries.faultedShare(plan);
    }

    private Holding apply(Plan plan, Instant deadline) {
        Gate gate = gates.of(plan.uid());
        gate.lock().lock();
        try {
            requireLeave(gate, deadline);
            return faults.apply(plan, () -> requireLeave(gate, deadline));
        } finally {
            gate.lock().unlock();
        }
    }

    private void requireLeave(Gate gate, Instant deadline) {
        if (gate.isClosed()) {
            throw new AbortException("AlreadyStopped", "The faults of this experiment were already taken off.");
        }
        if (!deadline.isAfter(clock.now().time())) {
            throw new AbortException(DEADLINE_PASSED, "The deadline passed before the faults were on.");
        }
        mandate.require();
    }

    /** Who wrote an object last that should hold routes of ours and does not. */
    private Optional<String> lastWriter(String uid) {
        Holding holding = holdings.getOrDefault(uid, Holding.NONE);
        return api.list(IstioKind.VIRTUAL_SERVICE).stream()
                .filter(object -> holding.virtualServices().contains(ObjectName.of(object))
                        && !Routing.uidsIn(object).contains(uid))
                .findFirst()
                .flatMap(RouteOwner::lastWriter);
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
