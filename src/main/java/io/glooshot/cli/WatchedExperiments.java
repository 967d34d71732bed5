package io.glooshot.cli;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.LastReading;
import io.glooshot.api.ExperimentStatus.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the experiments that are watched, and what their conditions said while somebody watched. */
final class WatchedExperiments {

    /** More than a terminal has columns. */
    private static final int MOST_VALUES = 500;

    /**
     * One experiment.
     *
     * @param histories values of each condition since the watch began, the latest last; NaN where there was none
     * @param share of the calls that was faulted in the last minute; empty where it is not known
     */
    record Watched(Experiment experiment, Map<String, List<Double>> histories, Optional<Double> share) {

        State state() {
            return Optional.ofNullable(experiment.getStatus())
                    .map(ExperimentStatus::state)
                    .orElse(State.Pending);
        }

        String name() {
            return experiment.getMetadata().getName();
        }

        String namespace() {
            return experiment.getMetadata().getNamespace();
        }
    }

    private record Key(String uid, String condition) {}

    /** Those that go on come first, then the youngest. */
    private static final Comparator<Watched> ORDER = Comparator.comparing(
                    (Watched each) -> each.state().isFinal())
            .thenComparing(each -> each.experiment().getMetadata().getCreationTimestamp(), Comparator.reverseOrder())
            .thenComparing(Watched::namespace)
            .thenComparing(Watched::name);

    private final Map<Key, Deque<Double>> values = new HashMap<>();
    private final Map<Key, String> lastTimes = new HashMap<>();

    /** Takes in how all of them are by now. */
    List<Watched> with(List<Experiment> all, Map<String, Double> shares) {
        Set<String> uids = new HashSet<>();
        List<Watched> watched = new ArrayList<>();
        for (Experiment experiment : all) {
            String uid = experiment.getMetadata().getUid();
            uids.add(uid);
            if (experiment.getStatus() != null) {
                experiment.getStatus().readings().forEach(reading -> take(new Key(uid, reading.name()), reading));
            }
            watched.add(new Watched(experiment, histories(uid), Optional.ofNullable(shares.get(uid))));
        }
        values.keySet().removeIf(key -> !uids.contains(key.uid()));
        lastTimes.keySet().removeIf(key -> !uids.contains(key.uid()));
        watched.sort(ORDER);
        return watched;
    }

    private void take(Key key, LastReading reading) {
        String time = String.valueOf(reading.time());
        if (!time.equals(lastTimes.put(key, time))) {
            Deque<Double> known = values.computeIfAbsent(key, any -> new ArrayDeque<>());
            known.addLast(ConditionView.number(reading.value()).orElse(Double.NaN));
            if (known.size() > MOST_VALUES) {
                known.removeFirst();
            }
        }
    }

    private Map<String, List<Double>> histories(String uid) {
        Map<String, List<Double>> histories = new HashMap<>();
        values.forEach((key, known) -> {
            if (key.uid().equals(uid)) {
                histories.put(key.condition(), List.copyOf(known));
            }
        });
        return histories;
    }
}
