package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Leftover;
import io.glooshot.mesh.SweptMesh;
import io.glooshot.run.ExperimentName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deals with the faults in one mesh that are not the business of a run of this process. In doubt a fault comes off; only
 * while somebody may still take its run up it stays for a moment.
 */
final class Strays {

    /** For so long a fault may be on whose experiment is under way and that nobody conducts. */
    static final Duration LONGEST_UNATTENDED = Duration.ofSeconds(10);

    /** What this process knows and may do. */
    interface Known {

        /** Empty when this process has no run of it. */
        Optional<Lot> conducted(String uid);

        /** All experiments as they are stored now, by UID. May block. */
        Map<String, Experiment> stored();

        boolean hasMandate();

        /** Whether the API server too says that this replica leads. May block. */
        boolean leads();

        /** Has an experiment that is under way conducted. */
        void takeUp(ExperimentName name);
    }

    private final SweptMesh mesh;
    private final Known known;
    private final Drifts drifts;
    private final Moment.Source clock;
    private final Map<String, Moment> unattendedSince = new HashMap<>();
    private final Set<String> toldEarly = new HashSet<>();

    Strays(SweptMesh mesh, Known known, Drifts drifts, Moment.Source clock) {
        this.mesh = mesh;
        this.known = known;
        this.drifts = drifts;
        this.clock = clock;
    }

    /**
     * Takes the next step with each. The runs are asked after the mesh has been looked at, so that one which has just begun
     * is known; and what is stored after the runs, so that one which has just ended is known to have.
     *
     * @throws RuntimeException when some of them could not be dealt with; all others were
     */
    void handle(List<Leftover> found) {
        Map<String, List<String>> suspects = new TreeMap<>();
        for (Leftover each : found) {
            if (known.conducted(each.uid()).filter(Lot.OF_ITS_RUN::equals).isEmpty()) {
                suspects.computeIfAbsent(each.uid(), uid -> new ArrayList<>()).add(each.object());
            }
        }
        unattendedSince.keySet().retainAll(suspects.keySet());
        toldEarly.retainAll(suspects.keySet());
        if (!suspects.isEmpty() && known.leads()) {
            Map<String, Experiment> stored = known.stored();
            List<RuntimeException> failures = new ArrayList<>();
            suspects.forEach((uid, objects) -> {
                try {
                    handle(uid, objects, Optional.ofNullable(stored.get(uid)));
                } catch (RuntimeException failure) {
                    failures.add(failure);
                }
            });
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }
    }

    private void handle(String uid, List<String> objects, Optional<Experiment> stored) {
        if (!known.hasMandate()) {
            return;
        }
        Lot lot = known.conducted(uid).orElseGet(() -> Lot.of(stored));
        switch (lot) {
            case OF_ITS_RUN -> {}
            case UNATTENDED -> attend(uid, objects, ExperimentName.of(stored.orElseThrow()));
            case EARLY -> clear(uid, objects);
            case REMOVED, FINISHED, GONE -> mesh.remove(uid, lot.why());
        }
    }

    private void attend(String uid, List<String> objects, ExperimentName name) {
        Moment now = clock.now();
        Moment since = unattendedSince.get(uid);
        if (since == null) {
            unattendedSince.put(uid, now);
            tell(Drift.Kind.Unattended, uid, objects, "Nobody conducts the run of %s; it is resumed.".formatted(name));
        } else if (now.since(since).compareTo(LONGEST_UNATTENDED) >= 0) {
            mesh.remove(uid, Lot.UNATTENDED.why());
            return;
        }
        known.takeUp(name);
    }

    private void clear(String uid, List<String> objects) {
        boolean cleared = mesh.clear(
                uid,
                () -> !known.hasMandate()
                        || known.conducted(uid).filter(lot -> lot != Lot.EARLY).isPresent());
        if (cleared && toldEarly.add(uid)) {
            tell(Drift.Kind.Stray, uid, objects, Lot.EARLY.why());
        }
    }

    private void tell(Drift.Kind kind, String uid, List<String> objects, String why) {
        String message = "%s: %s".formatted(String.join(", ", objects), why);
        drifts.tell(new Drift(kind, uid, objects, Optional.empty(), message));
    }
}
