package io.glooshot.metric;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks the right source once. Whatever the source does, there is a reading within the poll timeout. */
@ApplicationScoped
class Poller {

    private final Map<Class<?>, MetricSource<?>> sources = new HashMap<>();
    private final Duration timeout;
    private final MeterRegistry meters;
    private final Counter missedTicks;

    Poller(@All List<MetricSource<?>> sources, MetricConfig config, MeterRegistry meters) {
        sources.forEach(source -> this.sources.put(source.signal(), source));
        this.timeout = config.pollTimeout();
        this.meters = meters;
        this.missedTicks = meters.counter("glooshot.polls.missed");
    }

    /** Fails only when the signal may not be asked. What else is wrong with it, its reading tells. */
    Uni<Void> examine(Signal signal) {
        return Uni.createFrom()
                .deferred(() -> admit(signal))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(failure -> !(failure instanceof AbortException))
                .recoverWithNull();
    }

    /** One time of many. */
    Uni<Reading> poll(Signal signal) {
        return Uni.createFrom().deferred(() -> timed(signal, true));
    }

    /** The only time, or the last. */
    Uni<Reading> read(Signal signal) {
        return Uni.createFrom().deferred(() -> timed(signal, false));
    }

    /** Ticks at which nothing was asked, because the answer before was still awaited or the process was held up. */
    void missed(long ticks) {
        missedTicks.increment(ticks);
    }

    private Uni<Reading> timed(Signal signal, boolean isOneOfMany) {
        Timer.Sample sample = Timer.start(meters);
        return Uni.createFrom()
                .deferred(() -> asked(signal, isOneOfMany))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> failed("No answer within " + Numbers.text(timeout) + "."))
                .onFailure()
                .recoverWithItem(failure -> failed("The signal could not be read: " + failure))
                .onItem()
                .ifNull()
                .continueWith(() -> failed("The source gave no reading."))
                .invoke(reading -> count(signal, reading, sample));
    }

    @SuppressWarnings("unchecked")
    private <S extends Signal> Uni<Reading> asked(S signal, boolean isOneOfMany) {
        MetricSource<S> source = (MetricSource<S>) sources.get(signal.getClass());
        if (source == null) {
            return Uni.createFrom().item(failed("Nothing reads signals of this kind."));
        }
        return isOneOfMany ? source.poll(signal) : source.read(signal);
    }

    @SuppressWarnings("unchecked")
    private <S extends Signal> Uni<Void> admit(S signal) {
        MetricSource<S> source = (MetricSource<S>) sources.get(signal.getClass());
        return source == null ? Uni.createFrom().voidItem() : source.examine(signal);
    }

    private static Reading failed(String message) {
        return new Reading.Failed(Brief.text(message));
    }

    private void count(Signal signal, Reading reading, Timer.Sample sample) {
        String kind = signal.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        sample.stop(meters.timer("glooshot.poll.latency", "signal", kind));
        String outcome = reading instanceof Reading.Vector
                ? "value"
                : reading.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        meters.counter("glooshot.polls", "signal", kind, "outcome", outcome).increment();
    }
}
