package io.glooshot.run;

import io.glooshot.api.Breach;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.StoredVerdict;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Reads times and a verdict back from the status that an earlier process stored. */
final class Stored {

    private Stored() {}

    /** Empty when the times cannot be read, as after an edit by hand. */
    static Optional<Started> started(ExperimentStatus status) {
        if (status.timeStarted() == null || status.deadline() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Started(Instant.parse(status.timeStarted()), Instant.parse(status.deadline())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Stopping stopping(Started started, StoredVerdict stored, Plan plan) {
        return started.stop(verdict(stored, plan), Instant.parse(stored.time()));
    }

    private static Verdict verdict(StoredVerdict stored, Plan plan) {
        return switch (stored.result()) {
            case Succeeded -> new Verdict.Passed();
            case Failed -> new Verdict.Breached(measurement(stored.breach(), plan));
            default -> new Verdict.Aborted(stored.reason(), stored.message());
        };
    }

    private static Measurement measurement(Breach breach, Plan plan) {
        Check check = plan.checks().stream()
                .filter(each -> each.name().equals(breach.condition()))
                .findFirst()
                .orElseGet(() -> check(breach));
        double value = Numbers.parse(breach.value());
        Map<String, String> labels = breach.labels() == null ? Map.of() : breach.labels();
        return new Measurement(check, new Moment(Instant.parse(breach.time()), 0), new Reading.Value(value, labels));
    }

    /** For one that the plan does not have any more: what is stored says enough. */
    private static Check check(Breach breach) {
        return new Check(
                breach.condition(),
                new Signal.Promql(breach.signal()),
                breach.operator(),
                Numbers.parse(breach.threshold()),
                Duration.ZERO,
                false);
    }
}
