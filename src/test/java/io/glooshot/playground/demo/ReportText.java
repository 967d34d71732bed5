package io.glooshot.playground.demo;

import io.glooshot.api.Breach;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A report as a person wants to read it. */
final class ReportText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    static String of(Ending ending) {
        ReportText report = new ReportText();
        report.text.append("  Report ").append(ending.scenario().name()).append('\n');
        ending.record().ifPresentOrElse(report::add, () -> report.line("none", "the controller has written none"));
        Experience experience = ending.experience();
        report.line(
                "users",
                "%s (%d requests)",
                experience.during(),
                experience.during().requests());
        report.line(
                "afterwards",
                "%s (%d requests)",
                experience.after(),
                experience.after().requests());
        return report.text.toString().stripTrailing();
    }

    private void add(ReportSpec report) {
        line("result", "%s, %s", report.result(), report.reason());
        line("in words", "%s", report.message());
        Optional.ofNullable(report.breach()).ifPresent(this::add);
        line("fault", "on %s, off %s UTC%s", time(report.timeInjected()), time(report.timeRemoved()), speed(report));
        line("proof", "%s requests faulted, by the mesh's own count", report.faultedRequests());
        report.conditions().forEach(this::add);
        Optional.ofNullable(report.recovery())
                .ifPresent(recovery -> line("recovery", "%s: %s", recovery.outcome(), recovery.message()));
    }

    private void add(Breach breach) {
        line("condition", "%s", breach.condition());
        line("value", "%s %s %s", breach.value(), breach.operator().symbol(), breach.threshold());
        line("read at", "%s UTC", time(breach.time()));
    }

    private void add(ConditionRecord condition) {
        if (condition.during() == null) {
            return;
        }
        String spark = Sparkline.of(
                condition.during().readings().stream()
                        .map(ReadingRecord::value)
                        .filter(Objects::nonNull)
                        .map(Trace::number)
                        .toList(),
                Trace.number(condition.threshold()));
        line(
                "readings",
                "%s %d good, %d empty, %d failed",
                spark,
                condition.during().values(),
                condition.during().noData(),
                condition.during().failed());
    }

    private static String speed(ReportSpec report) {
        return report.breach() == null
                ? ""
                : Ending.between(report.breach().time(), report.timeRemoved())
                        .map(duration -> ", " + seconds(duration) + " after the breach was read")
                        .orElse("");
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    private static String time(String time) {
        return time == null ? "never" : TIME.format(Instant.parse(time));
    }

    private void line(String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "    %-11s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
