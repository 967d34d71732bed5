package io.glooshot.metric;

import io.glooshot.experiment.Check;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Polls one signal for all who listen, at a fixed rate: a slow answer delays no later tick, and two polls never overlap,
 * so a tick that comes while an answer is awaited is missed.
 */
final class PollLoop {

    /** What may share a poll. */
    record Key(Signal signal, Duration interval) {

        static Key of(Check check) {
            return new Key(check.signal(), check.interval());
        }
    }

    private static final long MAX_SPREAD = TimeUnit.SECONDS.toNanos(1);

    private final Key key;
    private final Poller poller;
    private final Moment.Source clock;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final long firstTick;
    private final long interval;
    private long ticks;
    private Future<?> nextTick;
    private Cancellable poll;
    private boolean isPolling;
    private boolean isStopped;

    private PollLoop(Key key, Poller poller, Moment.Source clock) {
        this.key = key;
        this.poller = poller;
        this.clock = clock;
        this.interval = key.interval().toNanos();
        long now = clock.now().nanos();
        this.firstTick = now + phase(key, interval, now);
    }

    static PollLoop start(Key key, Poller poller, Moment.Source clock) {
        PollLoop loop = new PollLoop(key, poller, clock);
        loop.schedule(loop.firstTick - clock.now().nanos());
        return loop;
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    boolean isUnheard() {
        return listeners.isEmpty();
    }

    synchronized void stop() {
        isStopped = true;
        nextTick.cancel(false);
        if (poll != null) {
            poll.cancel();
        }
    }

    /**
     * How long to wait for the first tick. Each signal has its own place within a second, so that many of them, begun
     * together or not, are not all asked at once; no first reading waits for a long interval.
     */
    private static long phase(Key key, long interval, long now) {
        long spread = Math.min(interval, MAX_SPREAD);
        long mixed = key.hashCode() * 0x9E3779B97F4A7C15L;
        return Math.floorMod(Math.floorMod(mixed, spread) - Math.floorMod(now, spread), spread);
    }

    private synchronized void schedule(long delay) {
        if (!isStopped) {
            nextTick = Infrastructure.getDefaultWorkerPool()
                    .schedule(this::tick, Math.max(0, delay), TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        Moment now = clock.now();
        scheduleNext(now);
        if (begins()) {
            Cancellable begun = poller.poll(key.signal())
                    .map(reading -> new Arrived(reading, clock.now()))
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .subscribe()
                    .with(answer -> deliver(now, answer));
            hold(begun);
        } else {
            poller.missed(1);
        }
    }

    /** Ticks are counted from the first, so that what one is late does not make the next late. */
    private void scheduleNext(Moment now) {
        long due = Math.max(ticks + 1, (now.nanos() - firstTick) / interval + 1);
        poller.missed(due - ticks - 1);
        ticks = due;
        schedule(firstTick + due * interval - now.nanos());
    }

    private synchronized boolean begins() {
        boolean begins = !isPolling && !isStopped;
        isPolling |= begins;
        return begins;
    }

    private synchronized void hold(Cancellable begun) {
        poll = begun;
        if (isStopped) {
            begun.cancel();
        }
    }

    /** The next poll begins only when all have heard of this one, so that nobody hears of them in the wrong order. */
    private void deliver(Moment at, Arrived answer) {
        listeners.forEach(listener -> listener.hear(at, answer.reading(), answer.at()));
        synchronized (this) {
            isPolling = false;
        }
    }
}
