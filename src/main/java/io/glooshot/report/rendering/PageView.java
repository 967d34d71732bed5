package io.glooshot.report.rendering;

import io.glooshot.api.Breach;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.report.rendering.HtmlView.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** Puts a report into the words of its page. */
final class PageView {

    private static final double WHOLE = 100;

    private final Story story;

    private PageView(Story story) {
        this.story = story;
    }

    static HtmlView of(Story story, Rerun rerun) {
        return new PageView(story).view(rerun);
    }

    private HtmlView view(Rerun rerun) {
        List<Leg> legs = Leg.of(story.spec().stopLatency());
        return new HtmlView(
                story.name(),
                story.namespace(),
                new Mark(tone(), story.result()),
                story.reason(),
                story.message(),
                series(),
                when(),
                story.figures().stream()
                        .map(figure -> new HtmlView.Figure(figure.name(), figure.value(), figure.remark()))
                        .toList(),
                Boolean.TRUE.equals(story.spec().resumed()),
                story.isControl(),
                story.isUntouched() ? "What was to be broken" : "What was broken",
                Visible.line(story.spec().mesh()),
                story.faults().stream().map(PageView::fault).toList(),
                IntStream.range(0, story.conditions().size())
                        .mapToObj(
                                index -> condition(index + 1, story.conditions().get(index)))
                        .toList(),
                story.stopTitle(),
                stretches(legs),
                Leg.total(legs).map(Times::words).orElse(""),
                legs.isEmpty() ? "" : Visible.line(story.spec().stopLatency().clockSkew()),
                recovery(),
                story.events().stream()
                        .map(event -> new HtmlView.Event(Times.clock(event.at()), offset(event.at()), event.what()))
                        .toList(),
                rerun.notes(),
                rerun.yaml());
    }

    private String tone() {
        return story.is(State.Succeeded) ? "good" : story.is(State.Failed) ? "bad" : "warn";
    }

    private String series() {
        Breach breach = story.spec().breach();
        return breach == null || breach.labels() == null || breach.labels().isEmpty()
                ? ""
                : Words.labels(breach.labels());
    }

    private String when() {
        return Times.instant(story.spec().timeStarted())
                .or(() -> Times.instant(story.spec().timeFinished()))
                .map(at -> "%s, %s UTC".formatted(Times.day(at), Times.clock(at)))
                .orElse("");
    }

    private String offset(Instant at) {
        return story.origin()
                .map(origin -> Times.offset(Duration.between(origin, at)))
                .orElse("");
    }

    private static HtmlView.Fault fault(FaultWords fault) {
        return new HtmlView.Fault(fault.effects(), fault.from(), fault.to(), fault.matches(), fault.sides());
    }

    private HtmlView.Condition condition(int number, ConditionRecord condition) {
        List<Point> points = Point.of(condition);
        String state = Words.state(story, condition);
        boolean isMet = state.startsWith("met");
        return new HtmlView.Condition(
                number,
                Visible.line(condition.name()),
                new Mark(story.isDecisive(condition) ? "bad" : isMet ? "warn" : "plain", state),
                Words.comparison(condition),
                Visible.lines(condition.signal()),
                says(condition, points),
                points.stream().anyMatch(point -> point.time().isPresent()),
                Words.phases(condition).stream()
                        .map(row -> new HtmlView.Row(row.name(), row.cells()))
                        .toList(),
                points.stream().map(this::reading).toList());
    }

    /** For those who do not see the plot. */
    private static String says(ConditionRecord condition, List<Point> points) {
        long met = points.stream().filter(Point::met).count();
        return "%s over time: %d readings, %d of them met the condition; the threshold is %s"
                .formatted(Visible.line(condition.name()), points.size(), met, Visible.line(condition.threshold()));
    }

    private HtmlView.Reading reading(Point point) {
        boolean isNumber = point.kind() == Point.Kind.VALUE;
        return new HtmlView.Reading(
                point.phase().title(),
                point.time().map(Times::clock).orElse(""),
                point.time().map(this::offset).orElse(""),
                isNumber ? point.text() : trouble(point),
                point.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                point.met());
    }

    private static String trouble(Point point) {
        boolean says = point.kind() != Point.Kind.NOT_FINITE && !point.text().isEmpty();
        return says ? point.shown() + ": " + point.text() : point.shown();
    }

    private static List<HtmlView.Stretch> stretches(List<Leg> legs) {
        List<HtmlView.Stretch> stretches = new ArrayList<>();
        double start = 0;
        for (Leg leg : legs) {
            double length = rounded(leg.share(legs) * WHOLE);
            stretches.add(new HtmlView.Stretch(
                    leg.name(), leg.span(), leg.text(), stretches.size() + 1, rounded(start), length));
            start += length;
        }
        return stretches;
    }

    private static double rounded(double percent) {
        return Math.round(percent * WHOLE) / WHOLE;
    }

    private HtmlView.Recovery recovery() {
        Recovery recovery = story.spec().recovery();
        if (recovery == null) {
            return null;
        }
        String tone = recovery.outcome() == Recovery.Outcome.Recovered
                ? "good"
                : recovery.outcome() == Recovery.Outcome.NotRecovered ? "bad" : "warn";
        return new HtmlView.Recovery(
                new Mark(tone, Objects.toString(recovery.outcome(), "Unknown")), Visible.line(recovery.message()));
    }
}
