package io.glooshot.metric;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the signals of all runs. Checks with the same signal and interval share one poll, however many runs they belong
 * to, so that the load on a data source grows with the distinct queries only.
 */
@ApplicationScoped
public class Watch {

    private final Map<PollLoop.Key, PollLoop> loops = new ConcurrentHashMap<>();
    private final Lanes lanes = new Lanes();
    private final Poller poller;
    private final SharedReads reads;
    private final Moment.Source clock;

    Watch(Poller poller, Moment.Source clock, MeterRegistry meters) {
        this.poller = poller;
        this.reads = new SharedReads(poller, clock);
        this.clock = clock;
        meters.gaugeMapSize("glooshot.poll.loops", List.of(), loops);
    }

    /**
     * Reads each check once per interval until the subscription is cancelled. Never fails and never completes: a poll
     * that goes wrong is a {@link Reading.Failed}. Items come one at a time, on worker threads, and those of one check
     * in order of time. A subscriber may take its time; it delays no other.
     *
     * @return measurements whose moment is that at which the poll was sent; polls that were under way when the
     *     subscription began are among them
     */
    public Multi<Measurement> watch(List<Check> checks) {
        return Multi.createFrom()
                .<Measurement>emitter(subscriber -> listen(checks, subscriber), BackPressureStrategy.BUFFER)
                .emitOn(lanes);
    }

    /** Reads each check once, now, equal signals by one poll. Never fails; the measurements are in order of the checks. */
    public Uni<List<Measurement>> readOnce(List<Check> checks) {
        return readOnce(checks, Duration.ZERO);
    }

    /**
     * The same, by answers that others wait for already.
     *
     * @param age how long ago these may have been asked for
     */
    public Uni<List<Measurement>> readOnce(List<Check> checks, Duration age) {
        return Uni.createFrom()
                .deferred(() -> {
                    Map<Signal, SharedReads.Read> polls = new HashMap<>();
                    checks.forEach(check -> polls.computeIfAbsent(check.signal(), signal -> reads.read(signal, age)));
                    List<Uni<Measurement>> measurements = checks.stream()
                            .map(check -> measurement(check, polls.get(check.signal())))
                            .toList();
                    return measurements.isEmpty()
                            ? Uni.createFrom().item(List.<Measurement>of())
                            : Uni.join().all(measurements).andFailFast();
                })
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Uni<Measurement> measurement(Check check, SharedReads.Read read) {
        return read.answer().map(answer -> new Measurement(check, read.sent(), answer.reading(), answer.at()));
    }

    /**
     * Whether all of the signals may be asked.
     *
     * @return fails with an {@link AbortException} that names the check when one may not
     */
    public Uni<Void> examine(List<Check> checks) {
        return Multi.createFrom()
                .iterable(checks)
                .onItem()
                .transformToUniAndMerge(check -> poller.examine(check.signal())
                        .onFailure(AbortException.class)
                        .transform(refused -> refused(check, (AbortException) refused)))
                .collect()
                .last()
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private static AbortException refused(Check check, AbortException refused) {
        return new AbortException(
                refused.verdict().reason(),
                "Nothing was injected: failure condition %s may not ask %s: %s"
                        .formatted(check.name(), Brief.text(check.signal().text()), refused.getMessage()));
    }

    @PreDestroy
    void stop() {
        loops.values().forEach(PollLoop::stop);
        loops.clear();
    }

    private void listen(List<Check> checks, MultiEmitter<? super Measurement> subscriber) {
        List<Listener> listeners =
                checks.stream().map(check -> new Listener(check, subscriber)).toList();
        listeners.forEach(this::join);
        subscriber.onTermination(() -> listeners.forEach(this::leave));
    }

    private void join(Listener listener) {
        loops.compute(PollLoop.Key.of(listener.check()), (key, running) -> {
            PollLoop loop = running == null ? PollLoop.start(key, poller, clock) : running;
            loop.add(listener);
            return loop;
        });
    }

    private void leave(Listener listener) {
        loops.computeIfPresent(PollLoop.Key.of(listener.check()), (key, loop) -> {
            loop.remove(listener);
            if (loop.isUnheard()) {
                loop.stop();
                return null;
            }
            return loop;
        });
    }
}
