package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads signals once, and has those who ask for the same while an answer is under way share it. A thousand runs that begin
 * or end together over one query then ask it a few times, and the fewer the slower its source is.
 */
final class SharedReads {

    /** @param sent when it was asked for */
    record Read(Moment sent, Uni<Arrived> answer) {}

    private final Map<Signal, Read> underWay = new ConcurrentHashMap<>();
    private final Poller poller;
    private final Moment.Source clock;

    SharedReads(Poller poller, Moment.Source clock) {
        this.poller = poller;
        this.clock = clock;
    }

    /** @param age how long ago the signal may have been asked for */
    Read read(Signal signal, Duration age) {
        Moment now = clock.now();
        return underWay.compute(
                signal,
                (key, known) ->
                        known != null && now.since(known.sent()).compareTo(age) <= 0 ? known : begin(signal, now));
    }

    private Read begin(Signal signal, Moment now) {
        Uni<Arrived> answer = poller.read(signal)
                .map(reading -> new Arrived(reading, clock.now()))
                .onTermination()
                .invoke(() -> forget(signal, now))
                // Whoever goes away leaves it to the others.
                .memoize()
                .indefinitely();
        return new Read(now, answer);
    }

    private void forget(Signal signal, Moment sent) {
        underWay.computeIfPresent(signal, (key, read) -> read.sent() == sent ? null : read);
    }
}
