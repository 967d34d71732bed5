package io.glooshot.metric;

import io.glooshot.experiment.Check;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Verdict;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run of one check, as far as it is read and judged. */
final class MetricRun {

    private final Moment.Source clock;
    private final Cancellable subscription;
    private History history;
    private Moment ended;
    private Verdict verdict;

    MetricRun(Watch watch, Moment.Source clock, Check check, Duration maxBlind) {
        this.clock = clock;
        Moment start = clock.now();
        history = History.of(List.of(check), maxBlind, each -> start).startedAt(start);
        subscription = watch.watch(List.of(check)).subscribe().with(this::read);
    }

    private synchronized void read(Measurement measurement) {
        history = history.with(measurement);
        if (verdict == null && history.verdict(clock.now()).isPresent()) {
            ended = clock.now();
            verdict = history.verdict(ended).orElseThrow();
        }
    }

    synchronized long readings() {
        return history.tracks().get(0).readings().tally().total();
    }

    synchronized Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    synchronized Moment endedAt() {
        return ended;
    }

    void end() {
        subscription.cancel();
    }
}
