package io.glooshot.playground.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All experiments at a glance. */
final class Summary {
    private static final String ROW = "  %-24s %-28s %-28s %10s %12s  %s%n";

    private Summary() {}

    static String of(List<Ending> endings) {
        StringBuilder table = new StringBuilder(System.lineSeparator());
        table.append(String.format(
                Locale.ROOT, ROW, "experiment", "expected", "actual", "duration", "breach→off", "faulted afterwards"));
        endings.forEach(ending -> table.append(row(ending)));
        return table.toString();
    }

    private static String row(Ending ending) {
        Users.Mood after = ending.experience().after();
        return String.format(
                Locale.ROOT,
                ROW,
                ending.scenario().name(),
                ending.scenario().expected(),
                ending.actual(),
                text(ending.duration()),
                text(ending.breachToOff()),
                (after.failed() + after.slow()) + " of " + after.requests()
                        + (ending.surprises().isEmpty() ? "" : "  <- not as expected"));
    }

    private static String text(Optional<Duration> duration) {
        return duration.map(ReportText::seconds).orElse("-");
    }
}
