package io.glooshot.campaign;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From when until when a mesh held each fault, as it was seen from outside. */
final class Holdings {

    /** @param last when it was first seen without the fault again: never too early */
    record Span(Instant first, Instant last, boolean isOn) {

        private Span until(Instant now, boolean stillOn) {
            return new Span(first, isOn || stillOn ? now : last, stillOn);
        }
    }

    private final Map<String, Span> spans = new TreeMap<>();

    /** @param on all that the mesh holds now */
    synchronized void see(Set<String> on, Instant now) {
        on.forEach(key -> spans.putIfAbsent(key, new Span(now, now, true)));
        spans.replaceAll((key, span) -> span.until(now, on.contains(key)));
    }

    /** Empty when the mesh was never seen with it. */
    synchronized Optional<Span> of(String key) {
        return Optional.ofNullable(spans.get(key)).map(span -> span.isOn() ? span.until(Instant.now(), true) : span);
    }

    synchronized boolean isAnyOn() {
        return spans.values().stream().anyMatch(Span::isOn);
    }

    /** What is off is of no interest any more. */
    synchronized void forget() {
        spans.values().removeIf(span -> !span.isOn());
    }
}
