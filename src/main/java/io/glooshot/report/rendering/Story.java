package io.glooshot.report.rendering;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a report tells, as all of its forms tell it. */
record Story(Report report) {

    /** Something that happened in the run. */
    record Event(String what, Instant at) {}

    /** A figure that people look for first. */
    record Figure(String name, String value, String remark) {}

    ReportSpec spec() {
        return report.getSpec();
    }

    String name() {
        return Visible.line(report.getMetadata().getName());
    }

    String namespace() {
        return Visible.line(report.getMetadata().getNamespace());
    }

    String result() {
        return spec().result() == null ? "Unknown" : spec().result().name();
    }

    boolean is(State result) {
        return spec().result() == result;
    }

    String reason() {
        return Visible.line(spec().reason());
    }

    String message() {
        return Visible.line(spec().message());
    }

    /** Whether nothing was to be broken. */
    boolean isControl() {
        return spec().faults().isEmpty();
    }

    /** Whether it ended before anything was touched. */
    boolean isUntouched() {
        return spec().timeStarted() == null;
    }

    List<ConditionRecord> conditions() {
        return spec().conditions();
    }

    List<FaultWords> faults() {
        return FaultWords.of(spec(), report.getMetadata().getNamespace());
    }

    /** Whether it is the condition that ended the run. */
    boolean isDecisive(ConditionRecord condition) {
        return spec().breach() != null && Objects.equals(spec().breach().condition(), condition.name());
    }

    Optional<Instant> faultsOn() {
        return isControl() ? Optional.empty() : Times.instant(spec().timeInjected());
    }

    /** From here on faults could be on. */
    Optional<Instant> faultsBegun() {
        return isControl() ? Optional.empty() : Times.instant(spec().timeStarted());
    }

    Optional<Instant> faultsOff() {
        return isControl() ? Optional.empty() : Times.instant(spec().timeRemoved());
    }

    /** The moment that all others are told from: faults on, else the start, else the first reading. */
    Optional<Instant> origin() {
        return Stream.concat(
                        Stream.of(spec().timeInjected(), spec().timeStarted())
                                .flatMap(time -> Times.instant(time).stream()),
                        conditions().stream()
                                .flatMap(condition -> Point.of(condition).stream())
                                .flatMap(point -> point.time().stream())
                                .sorted())
                .findFirst()
                .or(() -> Times.instant(spec().timeFinished()));
    }

    /** How long the run took, from its start to its end. */
    Optional<Duration> length() {
        return between(Times.instant(spec().timeStarted()), Times.instant(spec().timeFinished()));
    }

    /** How long the faults were on. */
    Optional<Duration> faultTime() {
        return between(faultsOn().or(this::faultsBegun), faultsOff());
    }

    /** From the reading that met a condition to the end of the faults. */
    Optional<Duration> stopTime() {
        return spec().breach() == null
                ? Optional.empty()
                : between(Times.instant(spec().breach().time()), faultsOff());
    }

    /** Over the legs of the way to the end of the faults. */
    String stopTitle() {
        return "From the %s to the end of the faults".formatted(spec().breach() == null ? "verdict" : "breach");
    }

    /** What happened, in order of time. */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        add(events, "start stored" + (isControl() ? "" : ", faults could be on from here"), spec().timeStarted());
        add(events, isControl() ? "watch began" : "faults on, confirmed by the mesh", spec().timeInjected());
        if (spec().breach() != null) {
            add(events, "breach read", spec().breach().time());
        }
        add(events, "verdict", spec().timeVerdict());
        add(events, isControl() ? "watch ended" : "faults off, confirmed by the mesh", spec().timeRemoved());
        add(events, "run over", spec().timeFinished());
        if (spec().recovery() != null) {
            add(events, "system healthy again", spec().recovery().timeRecovered());
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    /** What people look for first, after the verdict. */
    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (isUntouched()) {
            figures.add(new Figure("Faults", "never on", "nothing was touched"));
            return figures;
        }
        if (isControl()) {
            length().ifPresent(time ->
                    figures.add(new Figure("Watched for", Times.words(time), "control run, nothing broken")));
        } else {
            faultTime().ifPresent(time -> figures.add(new Figure("Faults on for", Times.words(time), "")));
            stopTime()
                    .ifPresent(time -> figures.add(
                            new Figure("Breach to faults off", Times.words(time), "from the reading that told")));
            figures.add(new Figure(
                    "Requests faulted",
                    spec().faultedRequests() == null ? "not known" : String.valueOf(spec().faultedRequests()),
                    spec().faultedRequests() == null ? "the counters could not be read" : "by the mesh's own count"));
        }
        if (spec().recovery() != null) {
            figures.add(new Figure("Healthy again", recovered(), ""));
        }
        return figures;
    }

    private String recovered() {
        var recovery = spec().recovery();
        if (recovery.outcome() == null) {
            return "unknown";
        }
        return switch (recovery.outcome()) {
            case Watching -> "not yet known";
            case Recovered ->
                recovery.timeToRecover() == null
                        ? "yes"
                        : Times.duration(recovery.timeToRecover())
                                .map(took -> took.isZero() ? "at once" : "after " + Times.words(took))
                                .orElse("yes");
            case NotRecovered -> "no";
            case Unknown -> "unknown";
        };
    }

    private static Optional<Duration> between(Optional<Instant> from, Optional<Instant> to) {
        return from.flatMap(start -> to.map(end -> Duration.between(start, end)));
    }

    private static void add(List<Event> events, String what, String time) {
        Times.instant(time).ifPresent(at -> events.add(new Event(what, at)));
    }
}
