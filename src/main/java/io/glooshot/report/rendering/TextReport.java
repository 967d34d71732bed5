package io.glooshot.report.rendering;

import io.glooshot.api.Breach;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.StopLatency;
import io.glooshot.report.rendering.Point.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For a terminal. */
final class TextReport {

    private static final String INDENT = "  ";
    private static final int NAME = 13;
    private static final int CELL = 12;
    private static final int BAR = 30;
    /** Where the words begin, after a time and an offset. */
    private static final int OFFSETS = 35;

    private final Story story;
    private final Screen screen;
    private final Glyphs glyphs;
    private final StringBuilder text = new StringBuilder();

    TextReport(Story story, Screen screen) {
        this.story = story;
        this.screen = screen;
        this.glyphs = Glyphs.of(screen);
    }

    String text() {
        verdict();
        faults();
        course();
        story.conditions().forEach(this::condition);
        stopLatency(story.spec().stopLatency());
        recovery();
        return text.toString();
    }

    private void verdict() {
        String result = Ink.of(story.spec().result()).on(screen, Ink.BOLD.on(screen, story.result()));
        line("%s  %s/%s  %s", result, story.namespace(), Ink.BOLD.on(screen, story.name()), story.reason());
        wrapped("", story.message());
        Breach breach = story.spec().breach();
        if (breach != null && breach.labels() != null && !breach.labels().isEmpty()) {
            wrapped("", "Series " + Words.labels(breach.labels()));
        }
        if (Boolean.TRUE.equals(story.spec().resumed())) {
            wrapped("", "The controller was restarted meanwhile: readings made before are not in the report.");
        }
        line("");
        for (Story.Figure figure : story.figures()) {
            String remark = figure.remark().isEmpty() ? "" : "  " + Ink.DIM.on(screen, figure.remark());
            line("%s%-22s%s%s", INDENT, figure.name(), figure.value(), remark);
        }
    }

    private void faults() {
        if (story.isControl()) {
            return;
        }
        String mesh = story.spec().mesh() == null
                ? ""
                : ", through mesh " + Visible.line(story.spec().mesh());
        heading((story.isUntouched() ? "What was to be broken" : "What was broken") + mesh);
        story.faults().forEach(fault -> wrapped(INDENT, fault.sentence()));
    }

    private void course() {
        if (story.events().isEmpty()) {
            return;
        }
        heading("Course, in UTC");
        for (Story.Event event : story.events()) {
            Duration offset = Duration.between(story.origin().orElse(event.at()), event.at());
            List<String> what = Lines.of(event.what(), screen.width() - OFFSETS);
            line("%s%s  %17s  %s", INDENT, Times.clock(event.at()), own(Times.offset(offset)), what.get(0));
            what.stream().skip(1).forEach(rest -> line("%s%s", " ".repeat(OFFSETS), rest));
        }
    }

    private void condition(ConditionRecord condition) {
        String state = Words.state(story, condition);
        Ink ink = story.isDecisive(condition) ? Ink.RED : Ink.NONE;
        heading("Condition %s: %s".formatted(Visible.line(condition.name()), state), ink);
        wrapped(INDENT, Words.comparison(condition));
        wrapped(INDENT, Visible.line(condition.signal()));
        List<Point> points = Point.of(condition);
        List<String> plot = new TextPlot(story, screen, points, Figures.finite(condition.threshold()))
                .lines(screen.width() - INDENT.length());
        if (!plot.isEmpty()) {
            line("");
            plot.forEach(row -> line("%s%s", INDENT, row));
            Lines.of(legend(points), screen.width() - INDENT.length())
                    .forEach(part -> line("%s%s", INDENT, Ink.DIM.on(screen, part)));
        }
        line("");
        line(
                "%s%s%s",
                INDENT,
                " ".repeat(NAME),
                Stream.of(Point.Phase.values())
                        .map(phase -> cell(phase.title()))
                        .collect(Collectors.joining()));
        for (Words.Row row : Words.phases(condition)) {
            String cells =
                    row.cells().stream().map(this::own).map(TextReport::cell).collect(Collectors.joining());
            line("%s%-" + NAME + "s%s", INDENT, row.name(), cells);
        }
        troubles(points);
    }

    private String legend(List<Point> points) {
        List<String> legend = new ArrayList<>();
        if (story.faultsOff().isPresent()) {
            legend.add(glyphs.faults() + " faults on");
        }
        legend.add(glyphs.threshold() + " threshold");
        if (points.stream().anyMatch(Point::met)) {
            legend.add(glyphs.met() + " met");
        }
        for (Kind kind : List.of(Kind.NO_DATA, Kind.FAILED, Kind.NOT_FINITE)) {
            if (points.stream().anyMatch(point -> point.kind() == kind)) {
                legend.add(glyphs.trouble(kind) + " "
                        + switch (kind) {
                            case NO_DATA -> "no data";
                            case FAILED -> "failed";
                            default -> "not a finite number";
                        });
            }
        }
        return String.join("   ", legend);
    }

    /** Each reason once: a source that is down says the same for minutes. */
    private void troubles(List<Point> points) {
        points.stream()
                .filter(point -> point.kind() != Kind.VALUE)
                .map(point -> point.kind() == Kind.NOT_FINITE ? "the value was " + point.shown() : point.text())
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.groupingBy(reason -> reason, LinkedHashMap::new, Collectors.counting()))
                .forEach((reason, count) -> wrapped(INDENT, (count == 1 ? "once: " : count + " times: ") + reason));
    }

    private void stopLatency(StopLatency stop) {
        List<Leg> legs = Leg.of(stop);
        if (legs.isEmpty()) {
            return;
        }
        heading(story.stopTitle());
        for (Leg leg : legs) {
            String bar = String.valueOf(glyphs.bar()).repeat((int) Math.round(leg.share(legs) * BAR));
            line("%s%-13s%12s  %s", INDENT, leg.name(), leg.text(), Ink.BLUE.on(screen, bar));
        }
        if (stop.clockSkew() != null) {
            wrapped(INDENT, "The clock of Prometheus differs by at least " + Visible.line(stop.clockSkew()) + ".");
        }
    }

    private void recovery() {
        var recovery = story.spec().recovery();
        if (recovery == null) {
            return;
        }
        heading("Recovery: " + Objects.toString(recovery.outcome(), "unknown"));
        wrapped(INDENT, Visible.line(recovery.message()));
    }

    private void heading(String title) {
        heading(title, Ink.NONE);
    }

    private void heading(String title, Ink ink) {
        line("");
        Lines.of(title, screen.width()).forEach(part -> line("%s", Ink.BOLD.on(screen, ink.on(screen, part))));
    }

    private void wrapped(String indent, String words) {
        Lines.of(words, screen.width() - indent.length()).forEach(part -> line("%s%s", indent, part));
    }

    private static String cell(String value) {
        return ("%" + CELL + "s").formatted(value);
    }

    /** What is written here, not what is quoted, in the screen's characters. */
    private String own(String words) {
        return screen.unicode() ? words : words.replace('−', '-').replace('–', '-');
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
