package io.glooshot.experiment.policy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Times at which experiments may run. Windows that meet or overlap are as one. */
public record Windows(List<Window> windows) implements Limit {

    public Windows {
        windows = List.copyOf(windows);
    }

    @Override
    public String field() {
        return "spec.allowedWindows";
    }

    @Override
    public Optional<String> brokenBy(Case experiment) {
        Optional<Instant> closing = closing(experiment.now(), experiment.until());
        if (closing.isEmpty()) {
            return Optional.of("it is %s, and no window is open%s".formatted(text(experiment.now()), next(experiment)));
        }
        return closing.get().isBefore(experiment.until())
                ? Optional.of("spec.duration reaches to %s, and the window closes at %s%s"
                        .formatted(text(experiment.until()), text(closing.get()), next(experiment)))
                : Optional.empty();
    }

    /** When all that is open now, and follows without a gap, is closed; as far as it matters. Empty when nothing is open. */
    private Optional<Instant> closing(Instant now, Instant until) {
        Optional<Instant> closing = Optional.empty();
        for (Optional<Instant> next = closingOnce(now); next.isPresent(); next = closingOnce(next.get())) {
            closing = next;
            if (!next.get().isBefore(until)) {
                break;
            }
        }
        return closing;
    }

    private Optional<Instant> closingOnce(Instant now) {
        return windows.stream().flatMap(window -> window.closing(now).stream()).max(Instant::compareTo);
    }

    private String next(Case experiment) {
        return windows.stream()
                .flatMap(window -> window.nextOpening(experiment.now()).stream())
                .min(Instant::compareTo)
                .map(next -> "; the next one opens at " + text(next))
                .orElse("");
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
