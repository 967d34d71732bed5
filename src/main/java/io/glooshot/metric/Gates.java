package io.glooshot.metric;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A {@link Gate} for each server that is asked, as long as it is asked. */
final class Gates {

    /** Many more servers than there are; beyond it those that nobody asks just now are forgotten. */
    private static final int KEPT = 256;

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final int mostInFlight;
    private final int mostPerSecond;
    private final LongSupplier nanos;

    Gates(int mostInFlight, int mostPerSecond, LongSupplier nanos) {
        if (mostInFlight < 1 || mostPerSecond < 1) {
            throw new IllegalArgumentException("max-in-flight and max-per-second must be at least 1");
        }
        this.mostInFlight = mostInFlight;
        this.mostPerSecond = mostPerSecond;
        this.nanos = nanos;
    }

    <T> Uni<T> pass(String server, Supplier<Uni<T>> poll) {
        if (gates.size() > KEPT) {
            gates.values().removeIf(Gate::isIdle);
        }
        return gates.computeIfAbsent(server, name -> new Gate(mostInFlight, mostPerSecond, nanos))
                .pass(poll);
    }
}
