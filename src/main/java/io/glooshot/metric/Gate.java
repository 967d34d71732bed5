package io.glooshot.metric;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets so many polls of one server be under way, and so many begin within a second. The rest wait in the order that they
 * came in; whoever gives up waiting leaves the queue.
 */
final class Gate {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One poll on its way through. */
    private static final class Passage<T> {
        private final Supplier<Uni<T>> poll;
        private final UniEmitter<? super T> emitter;
        private Cancellable underWay;
        private boolean isIn;
        private boolean isOver;

        Passage(Supplier<Uni<T>> poll, UniEmitter<? super T> emitter) {
            this.poll = poll;
            this.emitter = emitter;
        }

        void begin() {
            Cancellable begun = Uni.createFrom().deferred(poll::get).subscribe().with(emitter::complete, emitter::fail);
            synchronized (this) {
                underWay = begun;
                if (!isOver) {
                    return;
                }
            }
            begun.cancel();
        }

        void end() {
            Cancellable begun;
            synchronized (this) {
                isOver = true;
                begun = underWay;
            }
            if (begun != null) {
                begun.cancel();
            }
        }
    }

    private final int mostInFlight;
    private final double perNano;
    private final double burst;
    private final LongSupplier nanos;
    private final Set<Passage<?>> waiting = new LinkedHashSet<>();
    private int inFlight;
    private double tokens;
    private long filledAt;
    private boolean isWoken;

    Gate(int mostInFlight, int mostPerSecond, LongSupplier nanos) {
        this.mostInFlight = mostInFlight;
        this.perNano = mostPerSecond / NANOS;
        // A tenth of a second's worth, so that timers that come late make nothing slower.
        this.burst = Math.max(1, mostPerSecond / 10.0);
        this.nanos = nanos;
        this.tokens = burst;
        this.filledAt = nanos.getAsLong();
    }

    /** The same poll, begun when it is its turn. */
    <T> Uni<T> pass(Supplier<Uni<T>> poll) {
        return Uni.createFrom().emitter(emitter -> {
            Passage<T> passage = new Passage<>(poll, emitter);
            emitter.onTermination(() -> leave(passage));
            synchronized (this) {
                waiting.add(passage);
            }
            letIn();
        });
    }

    synchronized boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty();
    }

    private void letIn() {
        for (Passage<?> next = next(); next != null; next = next()) {
            next.begin();
        }
    }

    private synchronized Passage<?> next() {
        if (waiting.isEmpty() || inFlight >= mostInFlight) {
            return null;
        }
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
        filledAt = now;
        if (tokens < 1) {
            wake((long) Math.ceil((1 - tokens) / perNano));
            return null;
        }
        tokens--;
        inFlight++;
        Passage<?> next = waiting.iterator().next();
        waiting.remove(next);
        next.isIn = true;
        return next;
    }

    private void wake(long delay) {
        if (!isWoken) {
            isWoken = true;
            Infrastructure.getDefaultWorkerPool().schedule(this::awake, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void awake() {
        synchronized (this) {
            isWoken = false;
        }
        letIn();
    }

    private void leave(Passage<?> passage) {
        synchronized (this) {
            waiting.remove(passage);
            if (passage.isIn) {
                inFlight--;
            }
        }
        passage.end();
        letIn();
    }
}
