package io.glooshot.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final List<String> reports = new CopyOnWriteArrayList<>();

    @Test
    void triesARemovalAgainUntilItIsConfirmedAndReportsEachFailure() {
        Faults faults = faults(Uni.createFrom()
                .deferred(() -> tries.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new IllegalStateException("try " + tries))
                        : Uni.createFrom().voidItem()));

        faults.remove(plan(), List.of(), written::incrementAndGet, reports::add)
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(reports).containsExactly("try 1", "try 2");
        assertThat(written).hasValue(3);
    }

    @Test
    void reportsWhatATryWaitsForWhenItTakesTooLong() {
        Faults faults = faults(Uni.createFrom()
                .deferred(() -> tries.incrementAndGet() < 2
                        ? Uni.createFrom().nothing()
                        : Uni.createFrom().voidItem()));

        faults.remove(plan(), List.of(), written::incrementAndGet, reports::add)
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(reports).containsExactly("waiting for a");
    }

    @Test
    void goesOnRemovingWhenNobodyWaitsAnyMore() {
        Faults faults = faults(Uni.createFrom()
                .deferred(() -> tries.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new IllegalStateException("try " + tries))
                        : Uni.createFrom().voidItem()));

        faults.remove(plan(), List.of(), written::incrementAndGet, reports::add)
                .subscribe()
                .with(done -> {})
                .cancel();

        await().until(() -> tries.get() == 3);
    }

    @Test
    void touchesNoMeshInAControlRun() {
        Faults faults = faults(Uni.createFrom().failure(new IllegalStateException("touched")));
        Plan control = plan(List.of());

        assertThat(faults.inject(control, Instant.MAX).await().indefinitely().heldBy())
                .isEmpty();
        faults.remove(control, List.of(), written::incrementAndGet, reports::add)
                .await()
                .indefinitely();
        assertThat(reports).isEmpty();
    }

    @Test
    void failsToInjectIntoAMeshThatNobodyProvides() {
        Faults faults = new Faults(new Meshes(List.of()), Duration.ofSeconds(1));

        assertThatThrownBy(() -> faults.inject(plan(), Instant.MAX).await().indefinitely())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Envoy");
    }

    @Test
    void knowsNoDefaultMesh() {
        Meshes meshes = new Meshes(List.of(new Provider(Uni.createFrom().voidItem())));

        assertThat(meshes.require(MeshType.Envoy)).isInstanceOf(Provider.class);
        assertThatThrownBy(() -> meshes.require(null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final PlannedMesh MESH = PlannedMesh.of("mesh", MeshType.Envoy);

    private Faults faults(Uni<Void> removal) {
        return new Faults(new Meshes(List.of(new Provider(removal))), Duration.ofMillis(100));
    }

    private static Plan plan() {
        return plan(List.of(PlannedFaults.of(
                Set.of(),
                new Destination(new ServiceId("ns", "svc"), 80),
                Optional.of(new PlannedAbort.Http(500, 100)),
                Optional.empty())));
    }

    private static Plan plan(List<PlannedFault> faults) {
        return new Plan(
                "uid",
                "ns",
                "name",
                MESH,
                faults,
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    private record Provider(Uni<Void> removal) implements MeshProvider {
        @Override
        public MeshType type() {
            return MeshType.Envoy;
        }

        @Override
        public MeshCapabilities capabilities() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Preview> preview(Plan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Injected> inject(Plan plan, Instant deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> remove(Plan plan, List<String> heldBy) {
            return removal;
        }

        @Override
        public Uni<Void> remove(Plan plan, List<String> heldBy, Runnable written) {
            return removal.onSubscription().invoke(written);
        }

        @Override
        public String removalState(Plan plan, List<String> heldBy) {
            return "waiting for a";
        }

        @Override
        public String successRateQuery(RequestQuery requests) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String latencyQuery(RequestQuery requests, double quantile) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String faultedShareQuery(Plan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String faultedRequestsQuery(Plan plan) {
            throw new UnsupportedOperationException();
        }
    }
}
