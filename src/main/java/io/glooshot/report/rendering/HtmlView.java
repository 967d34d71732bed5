package io.glooshot.report.rendering;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What the page shows, in the words it shows it in. The template takes its fields by name, so a native executable has to
 * know them.
 */
@RegisterForReflection(
        targets = {
            HtmlView.class,
            HtmlView.Mark.class,
            HtmlView.Figure.class,
            HtmlView.Fault.class,
            HtmlView.Condition.class,
            HtmlView.Row.class,
            HtmlView.Reading.class,
            HtmlView.Stretch.class,
            HtmlView.Event.class,
            HtmlView.Recovery.class
        })
public record HtmlView(
        String name,
        String namespace,
        Mark verdict,
        String reason,
        String message,
        String series,
        String when,
        List<Figure> figures,
        boolean isResumed,
        boolean isControl,
        String faultsTitle,
        String mesh,
        List<Fault> faults,
        List<Condition> conditions,
        String stopTitle,
        List<Stretch> stretches,
        String stopTotal,
        String clockSkew,
        Recovery recovery,
        List<Event> events,
        List<String> notes,
        String yaml) {

    /** A word with a colour: {@code good}, {@code bad}, {@code warn} or {@code plain}. */
    public record Mark(String tone, String word) {}

    /** A figure that people look for first. */
    public record Figure(String name, String value, String remark) {}

    /** A fault. */
    public record Fault(
            List<String> effects, List<String> from, List<String> to, List<String> matches, List<String> sides) {}

    /** A failure condition with its plot. */
    public record Condition(
            int number,
            String name,
            Mark state,
            String comparison,
            String signal,
            String plotSays,
            boolean hasPlot,
            List<Row> rows,
            List<Reading> readings) {}

    /** A row of a table that has a column for each phase. */
    public record Row(String name, List<String> cells) {}

    /** One reading. */
    public record Reading(String phase, String time, String offset, String value, String kind, boolean met) {}

    /** A leg of the way from the breach to the end of the faults; lengths are in hundredths. */
    public record Stretch(String name, String span, String took, int number, double start, double length) {}

    /** Something that happened. */
    public record Event(String clock, String offset, String what) {}

    /** How the system did afterwards. */
    public record Recovery(Mark outcome, String message) {}
}
