package io.glooshot.report.rendering;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is said of conditions in every form of a report. */
final class Words {

    private static final String NONE = "–";

    private Words() {}

    /** A row of a table that has a column for each phase. */
    record Row(String name, List<String> cells) {}

    /** {@code met when > 0.5}. */
    static String comparison(ConditionRecord condition) {
        return "met when the value is %s %s"
                .formatted(symbol(condition.operator()), Visible.line(condition.threshold()));
    }

    /** What became of it, in a word or two. */
    static String state(Story story, ConditionRecord condition) {
        if (story.isDecisive(condition)) {
            return "met";
        }
        boolean isDryRun = Boolean.TRUE.equals(condition.dryRun());
        if (condition.timeMet() != null) {
            return isDryRun ? "met, a dry run" : "met";
        }
        if (condition.during() == null) {
            return isDryRun ? "not watched, a dry run" : "not watched";
        }
        return isDryRun ? "not met, a dry run" : "not met";
    }

    static String symbol(ComparisonOperator operator) {
        return operator == null ? "?" : operator.symbol();
    }

    /** What was read in each phase, side by side; a phase without a reading has none of it. */
    static List<Row> phases(ConditionRecord condition) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("values", condition, phase -> String.valueOf(phase.values())));
        rows.add(row("no data", condition, phase -> String.valueOf(phase.noData())));
        rows.add(row("failed", condition, phase -> String.valueOf(phase.failed())));
        rows.add(row("smallest", condition, phase -> number(phase.min())));
        rows.add(row("mean", condition, phase -> number(phase.mean())));
        rows.add(row("largest", condition, phase -> number(phase.max())));
        return rows;
    }

    private static Row row(String name, ConditionRecord condition, Function<PhaseRecord, String> cell) {
        return new Row(
                name,
                List.of(Point.Phase.values()).stream()
                        .map(phase -> phase.of(condition))
                        .map(read -> read == null ? NONE : cell.apply(read))
                        .toList());
    }

    private static String number(String text) {
        return text == null ? NONE : Figures.brief(text);
    }

    /** {@code {pod="a", zone="b"}}. */
    static String labels(Map<String, String> labels) {
        return Visible.line(new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
                        .collect(Collectors.joining(", ", "{", "}")));
    }
}
