package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.SweptMesh;
import io.glooshot.run.ExperimentName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Which faults come off, which stay, and that a run which begins or ends at that very moment is no stray. */
class StraysTest {

    private static final String UID = StoredExperiments.UID;
    private static final String OTHER = "0550d686-a7ac-469e-87c9-78983321e1fc";

    private final TestMesh mesh = new TestMesh();
    private final TestKnown known = new TestKnown();
    private final List<Drift> told = new ArrayList<>();
    private final Drifts drifts = new Drifts(new SimpleMeterRegistry());
    private Moment now = new Moment(Instant.parse("2026-01-01T12:00:00Z"), 0);
    private final Strays strays = new Strays(mesh, known, drifts, () -> now);

    StraysTest() {
        drifts.onDrift(told::add);
    }

    @Test
    void aFaultOfARunStaysAndNothingIsAskedForIt() {
        known.runs.put(UID, Lot.OF_ITS_RUN);

        see(UID);

        assertThat(mesh.removed).isEmpty();
        assertThat(mesh.cleared).isEmpty();
        assertThat(known.asked).isZero();
    }

    @Test
    void aFaultWithoutAnExperimentComesOff() {
        see(UID);

        assertThat(mesh.removed).containsExactly(UID);
    }

    @Test
    void aFaultOfAFinishedExperimentComesOff() {
        known.stored.put(UID, StoredExperiments.in(State.Succeeded));

        see(UID);

        assertThat(mesh.removed).containsExactly(UID);
    }

    @Test
    void aFaultThatThisProcessHasTakenOffBeforeComesOffAgain() {
        known.runs.put(UID, Lot.REMOVED);
        known.stored.put(UID, StoredExperiments.in(State.Started));

        see(UID);

        assertThat(mesh.removed).containsExactly(UID);
    }

    @Test
    void aFaultOfAnExperimentThatHasNotBegunComesOffAndTheExperimentMayStillBegin() {
        known.stored.put(UID, StoredExperiments.in(State.Pending));

        see(UID);
        see(UID);

        assertThat(mesh.removed).isEmpty();
        assertThat(mesh.cleared).containsExactly(UID, UID);
        // In two steps it takes several sweeps, and is one drift all the same.
        assertThat(told).extracting(Drift::kind).containsExactly(Drift.Kind.Stray);
    }

    @Test
    void aRunThatBeginsBetweenTheLookAndTheStepKeepsItsFault() {
        known.stored.put(UID, StoredExperiments.in(State.Pending));
        mesh.beforeClearing = () -> known.runs.put(UID, Lot.OF_ITS_RUN);

        see(UID);

        assertThat(mesh.cleared).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aRunThatBeginsWhileTheExperimentsAreReadKeepsItsFault() {
        known.stored.put(UID, StoredExperiments.in(State.Pending));
        known.whileReading = () -> known.runs.put(UID, Lot.OF_ITS_RUN);

        see(UID);

        assertThat(mesh.cleared).isEmpty();
        assertThat(mesh.removed).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void anExperimentUnderWayThatNobodyConductsIsTakenUp() {
        known.stored.put(UID, StoredExperiments.in(State.Started));

        see(UID);
        assertThat(known.takenUp).hasSize(1);
        known.runs.put(UID, Lot.OF_ITS_RUN);
        after(Strays.LONGEST_UNATTENDED.toMillis() + 1);
        see(UID);

        assertThat(mesh.removed).isEmpty();
        assertThat(told).extracting(Drift::kind).containsExactly(Drift.Kind.Unattended);
    }

    @Test
    void whatCannotBeTakenUpComesOff() {
        known.stored.put(UID, StoredExperiments.in(State.Stopping));

        see(UID);
        after(Strays.LONGEST_UNATTENDED.toMillis() - 1);
        see(UID);
        assertThat(mesh.removed).isEmpty();
        after(1);
        see(UID);

        assertThat(mesh.removed).containsExactly(UID);
        assertThat(told).extracting(Drift::kind).containsExactly(Drift.Kind.Unattended);
    }

    @Test
    void theTimeWithoutAnybodyBeginsAnewWhenSomebodyWasThere() {
        known.stored.put(UID, StoredExperiments.in(State.Started));
        see(UID);
        known.runs.put(UID, Lot.OF_ITS_RUN);
        after(Strays.LONGEST_UNATTENDED.toMillis());
        see(UID);
        known.runs.remove(UID);

        see(UID);

        assertThat(mesh.removed).isEmpty();
    }

    @Test
    void oneThatTheApiServerDoesNotTakeForTheLeaderTouchesNothing() {
        known.leads = false;

        see(UID);

        assertThat(mesh.removed).isEmpty();
        assertThat(known.asked).isZero();
    }

    @Test
    void oneThatLosesItsMandateMeanwhileTouchesNothing() {
        known.stored.put(OTHER, StoredExperiments.in(State.Pending));
        known.whileReading = () -> known.mandate = false;

        see(UID, OTHER);

        assertThat(mesh.removed).isEmpty();
        assertThat(mesh.cleared).isEmpty();
    }

    @Test
    void oneThatLosesItsMandateBeforeTheStepDoesNotTakeIt() {
        known.stored.put(UID, StoredExperiments.in(State.Pending));
        mesh.beforeClearing = () -> known.mandate = false;

        see(UID);

        assertThat(mesh.cleared).isEmpty();
    }

    @Test
    void whatFailsWithOneKeepsNoOtherOn() {
        mesh.refuses = OTHER;

        assertThatThrownBy(() -> see(UID, OTHER)).hasMessage("refused");

        assertThat(mesh.removed).containsExactly(UID);
    }

    private void see(String... uids) {
        strays.handle(List.of(uids).stream()
                .map(uid -> new Leftover("VirtualService bookinfo/ratings", Optional.of("bookinfo"), uid))
                .toList());
    }

    private void after(long millis) {
        now = now.plus(Duration.ofMillis(millis));
    }

    private static final class TestMesh implements SweptMesh {
        private final List<String> removed = new ArrayList<>();
        private final List<String> cleared = new ArrayList<>();
        private Runnable beforeClearing = () -> {};
        private String refuses;

        @Override
        public MeshType type() {
            return MeshType.Istio;
        }

        @Override
        public Seen look(Collection<Plan> faulting) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String uid, String why) {
            assertThat(why).endsWith(".");
            if (uid.equals(refuses)) {
                throw new IllegalStateException("refused");
            }
            removed.add(uid);
        }

        @Override
        public boolean clear(String uid, BooleanSupplier begun) {
            beforeClearing.run();
            return !begun.getAsBoolean() && cleared.add(uid);
        }
    }

    private static final class TestKnown implements Strays.Known {
        private final Map<String, Lot> runs = new HashMap<>();
        private final Map<String, Experiment> stored = new HashMap<>();
        private final List<ExperimentName> takenUp = new ArrayList<>();
        private Runnable whileReading = () -> {};
        private boolean leads = true;
        private boolean mandate = true;
        private int asked;

        @Override
        public Optional<Lot> conducted(String uid) {
            return Optional.ofNullable(runs.get(uid));
        }

        @Override
        public Map<String, Experiment> stored() {
            asked++;
            whileReading.run();
            return stored;
        }

        @Override
        public boolean hasMandate() {
            return mandate;
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public void takeUp(ExperimentName name) {
            takenUp.add(name);
        }
    }
}
