package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.mesh.istio.Gates.Gate;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.Routing;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Faults in Istio, by its own configuration objects. */
@ApplicationScoped
public class IstioProvider implements MeshProvider {

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

    private static final Logger LOG = Logger.getLogger(IstioProvider.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final Mandate mandate;
    private final IstioSettings settings;
    private final Moment.Source clock;
    private final IstioApi api;
    private final IstioFaults faults;
    private final IstioRemoval removal;
    private final IstioWatch watch;
    private final Gates gates = new Gates();
    private final Latecomers latecomers = new Latecomers(gates::isClosed, this::removeAgain);
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();

    @Inject
    public IstioProvider(KubernetesClient client, Mandate mandate, IstioSettings settings, Moment.Source clock) {
        this.mandate = mandate;
        this.settings = settings;
        this.clock = clock;
        this.api = new IstioApi(client);
        this.faults = new IstioFaults(client, api, settings);
        this.watch = new IstioWatch(client);
        IstiodAvailability istiod = new IstiodAvailability(client);
        this.removal = new IstioRemoval(api, new FilterRemoval(api, clock, settings.convergence(), istiod::isUp));
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

    /**
     * Completes when the API server has stored the faults; istiod tells the proxies within moments. Aborts with
     * {@code Rejected} when the API server or Istio's webhook refuses them, {@code NotSupported}, {@code UnknownService},
     * {@code DestinationHeld} by another experiment, {@code AlreadyStopped} after a removal, and {@code DeadlinePassed}.
     */
    @Override
    public Uni<Injected> inject(Plan plan, Instant deadline) {
        return blocking(() -> {
            watch.add(latecomers);
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
                    result);
            result.onTermination(() -> watch.remove(keeper));
            watch.add(keeper);
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
        return remove(plan.uid(), written);
    }

    private Uni<Void> remove(String uid, Runnable written) {
        return blocking(() -> {
                    watch.add(latecomers);
                    latecomers.begin(uid);
                    gates.of(uid).close();
                    return removal.remove(uid);
                })
                // Whatever is waited for then is at 0 %.
                .invoke(written)
                .chain(wait ->
                        wait.isPresent() ? after(wait.get()).chain(() -> remove(uid, written)) : done(uid, written));
    }

    private Uni<Void> done(String uid, Runnable written) {
        if (!latecomers.end(uid)) {
            return remove(uid, written);
        }
        holdings.remove(uid);
        return Uni.createFrom().voidItem();
    }

    /** Nobody waits for this one. */
    private void removeAgain(String uid) {
        remove(uid, () -> {})
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely()
                .subscribe()
                .with(done -> LOG.debugf("Nothing is left of experiment %s", uid));
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
            throw new AbortException("DeadlinePassed", "The deadline passed before the faults were on.");
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

    private static Uni<Void> after(Duration delay) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(delay);
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
