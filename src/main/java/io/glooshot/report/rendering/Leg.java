package io.glooshot.report.rendering;

import io.glooshot.api.ReportSpec.StopLatency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of the way from a breach to the end of its faults.
 *
 * @param text how long it took, as the report has it
 */
record Leg(String name, String span, String text, Optional<Duration> took) {

    /** Those that the report has, in their order. */
    static List<Leg> of(StopLatency stop) {
        List<Leg> legs = new ArrayList<>();
        if (stop != null) {
            add(legs, "reading", "query evaluated → answer arrived", stop.reading());
            add(legs, "decision", "answer arrived → verdict", stop.decision());
            add(legs, "write", "verdict → removal left for the mesh", stop.write());
            add(legs, "confirmation", "removal left → mesh confirmed", stop.confirmation());
        }
        return legs;
    }

    private static void add(List<Leg> legs, String name, String span, String text) {
        if (text != null) {
            legs.add(new Leg(name, span, Visible.line(text), Times.duration(text)));
        }
    }

    /** In nanoseconds; nothing is less than nothing. */
    private long length() {
        return Math.max(0, took.map(Duration::toNanos).orElse(0L));
    }

    /** Of all together; empty when there is none to sum up. */
    static Optional<Duration> total(List<Leg> legs) {
        long nanos = legs.stream().mapToLong(Leg::length).sum();
        return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** Its part of all together, from 0 to 1. */
    double share(List<Leg> all) {
        return total(all).map(total -> (double) length() / total.toNanos()).orElse(0.0);
    }
}
