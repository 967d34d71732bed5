package io.glooshot.report.rendering;

import io.glooshot.api.Breach;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** For a comment on a pull request: what a reviewer wants to know at a glance, the rest behind a click. */
final class MarkdownReport {

    private static final String NONE = "–";

    private final Story story;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Story story) {
        this.story = story;
    }

    static String of(Story story, Rerun rerun) {
        MarkdownReport report = new MarkdownReport(story);
        report.verdict();
        report.faults();
        report.conditions();
        report.signals();
        report.stopLatency();
        report.rerun(rerun);
        return report.text.toString();
    }

    private void verdict() {
        String mark = story.is(State.Succeeded) ? "✅" : story.is(State.Failed) ? "❌" : "⚠️";
        text.append("### %s %s: %s\n\n"
                .formatted(mark, story.result(), MarkdownText.code(story.namespace() + "/" + story.name())));
        text.append("%s: %s\n".formatted(MarkdownText.code(story.reason()), MarkdownText.code(story.message())));
        Breach breach = story.spec().breach();
        if (breach != null && breach.labels() != null && !breach.labels().isEmpty()) {
            text.append("\nSeries ")
                    .append(MarkdownText.code(Words.labels(breach.labels())))
                    .append('\n');
        }
        if (Boolean.TRUE.equals(story.spec().resumed())) {
            text.append("\nThe controller was restarted meanwhile: readings made before are not in the report.\n");
        }
        List<List<String>> figures = new ArrayList<>();
        for (Story.Figure figure : story.figures()) {
            figures.add(List.of(figure.name(), "**" + figure.value() + "**", figure.remark()));
        }
        text.append('\n').append(MarkdownText.table(List.of("", "", ""), figures));
    }

    private void faults() {
        if (story.isControl()) {
            return;
        }
        text.append("\n**What was %sbroken**".formatted(story.isUntouched() ? "to be " : ""));
        if (story.spec().mesh() != null) {
            text.append(", through mesh ").append(MarkdownText.code(story.spec().mesh()));
        }
        text.append("\n\n");
        story.faults()
                .forEach(fault -> text.append("- ")
                        .append(MarkdownText.code(fault.sentence()))
                        .append('\n'));
    }

    private void conditions() {
        if (story.conditions().isEmpty()) {
            text.append("\nThere was no failure condition.\n");
            return;
        }
        List<List<String>> rows = story.conditions().stream().map(this::row).toList();
        text.append('\n')
                .append(MarkdownText.table(
                        List.of("Condition", "", "Met when", "Baseline", "During", "Recovery"), rows));
        if (story.spec().recovery() != null) {
            text.append("\n**Recovery**: %s. %s\n"
                    .formatted(
                            Objects.toString(story.spec().recovery().outcome(), "Unknown"),
                            MarkdownText.code(story.spec().recovery().message())));
        }
    }

    private List<String> row(ConditionRecord condition) {
        String state = Words.state(story, condition);
        return Stream.concat(
                        Stream.of(
                                MarkdownText.cell(condition.name()),
                                story.isDecisive(condition) ? "**" + state + "**" : state,
                                MarkdownText.cell(Words.symbol(condition.operator()) + " " + condition.threshold())),
                        Stream.of(Point.Phase.values()).map(phase -> phase(phase.of(condition))))
                .toList();
    }

    /** {@code 0 … 29.99 … 82.26, 2 failed}: the smallest, the mean and the largest. */
    private static String phase(PhaseRecord read) {
        if (read == null) {
            return NONE;
        }
        List<String> parts = new ArrayList<>();
        if (read.values() > 0) {
            List<String> numbers = Stream.of(read.min(), read.mean(), read.max())
                    .map(number -> number == null ? NONE : Figures.brief(number))
                    .distinct()
                    .toList();
            parts.add(MarkdownText.cell(String.join(" … ", numbers)));
        }
        if (read.noData() > 0) {
            parts.add(read.noData() + " without data");
        }
        if (read.failed() > 0) {
            parts.add(read.failed() + " failed");
        }
        return parts.isEmpty() ? NONE : String.join(", ", parts);
    }

    private void signals() {
        if (story.conditions().isEmpty()) {
            return;
        }
        text.append("\n<details><summary>What was asked</summary>\n\n");
        for (ConditionRecord condition : story.conditions()) {
            text.append(MarkdownText.code(condition.name())).append("\n\n");
            text.append(MarkdownText.block("", Visible.lines(condition.signal())))
                    .append('\n');
        }
        text.append("</details>\n");
    }

    private void stopLatency() {
        List<Leg> legs = Leg.of(story.spec().stopLatency());
        if (legs.isEmpty()) {
            return;
        }
        text.append("\n<details><summary>%s</summary>\n\n".formatted(story.stopTitle()));
        text.append(MarkdownText.table(
                List.of("Leg", "", "Took"),
                legs.stream()
                        .map(leg -> List.of(leg.name(), leg.span(), MarkdownText.cell(leg.text())))
                        .toList()));
        text.append("\n</details>\n");
    }

    private void rerun(Rerun rerun) {
        text.append("\n<details><summary>Run it again</summary>\n\n");
        rerun.notes().forEach(note -> text.append(MarkdownText.code(note)).append("\n\n"));
        text.append(MarkdownText.block("yaml", rerun.yaml())).append("\n</details>\n");
    }
}
