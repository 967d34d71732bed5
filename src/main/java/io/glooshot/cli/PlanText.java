package io.glooshot.cli;

import io.glooshot.cli.PlannedExperiment.Change;
import io.glooshot.cli.PlannedExperiment.Condition;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Numbers;
import io.glooshot.run.HitCaller;
import io.glooshot.run.Objection;
import java.util.List;

/** What {@code plan} says of one experiment, for people. Nothing from the cluster can drive the terminal. */
record PlanText(PlannedExperiment plan) {

    String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Experiment %s/%s%s"
                        .formatted(
                                plan.namespace(), plan.name(), plan.mesh() == null ? "" : " in mesh " + plan.mesh()));
        text.append('\n');
        start(text);
        callers(text);
        conditions(text);
        if (!plan.warnings().isEmpty()) {
            text.append("\nNote:\n");
            plan.warnings().forEach(warning -> line(text, "- " + warning));
        }
        changes(text);
        return text.toString();
    }

    private void start(StringBuilder text) {
        line(
                text,
                switch (plan.start()) {
                    case Yes -> "It would start now.";
                    case No -> "It would not start:";
                    case Unknown -> "It cannot be told from here whether it would start:";
                });
        for (Objection objection : plan.objections()) {
            line(
                    text,
                    "- %s: %s%s"
                            .formatted(
                                    objection.reason(),
                                    objection.message(),
                                    objection.isSure() ? "" : " The controller may find otherwise."));
        }
    }

    private void callers(StringBuilder text) {
        if (plan.callers().isEmpty()) {
            return;
        }
        Table table = new Table("DESTINATION", "CALLER", "REQUESTS/S", "HIT/S");
        for (HitCaller caller : plan.callers()) {
            table.row(
                    caller.destination(),
                    caller.caller(),
                    ConditionView.rounded(caller.requestsPerSecond()),
                    (caller.isMost() ? "at most " : "") + ConditionView.rounded(caller.hitPerSecond()));
        }
        text.append("\nCallers that would be hit, by the last two minutes:\n").append(table.text());
    }

    private void conditions(StringBuilder text) {
        if (plan.conditions().isEmpty()) {
            return;
        }
        Table table = new Table("CONDITION", "NOW", "MET WHEN", "SIGNAL");
        for (Condition condition : plan.conditions()) {
            String value = condition.value() == null
                    ? condition.trouble()
                    : ConditionView.rounded(Numbers.parse(condition.value())) + (condition.met() ? " (met)" : "");
            table.row(
                    condition.name(),
                    value,
                    condition.operator() + " " + ConditionView.rounded(condition.threshold()),
                    Brief.text(condition.signal()));
        }
        text.append("\nFailure conditions:\n").append(table.text());
    }

    private void changes(StringBuilder text) {
        for (Change change : plan.changes()) {
            text.append('\n');
            List<String> diff = UnifiedDiff.of(
                    change.before() == null ? "/dev/null" : change.object(),
                    change.before() == null ? "" : change.before(),
                    change.object(),
                    change.after());
            diff.forEach(each ->
                    text.append(each.replaceAll("[\\p{Cc}\\p{Cf}]", "?")).append('\n'));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(FailureReport.oneLine(line)).append('\n');
    }
}
