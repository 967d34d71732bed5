package io.glooshot.report.rendering;

import io.glooshot.api.AlertTrigger;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.Trigger;
import io.glooshot.api.Webhook;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A failure condition made from what a report has of it. */
final class RebuiltCondition {

    /** What was too long or may be secret ends so, and cannot be had back. */
    private static final String LEFT_OUT = "…";

    private static final String ANSWER_BY_STATUS = "GET";
    private static final Pattern URL = Pattern.compile("(?:(HEAD|POST) )?(https?://\\S+)(?: at (\\$.+))?");
    private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]++|\\\\.)*+)\"";
    private static final Pattern LABELS = Pattern.compile(LABEL);
    private static final Pattern ALERT = Pattern.compile(
            "ALERTS\\{alertname=\"((?:[^\"\\\\]++|\\\\.)*+)\",alertstate=\"firing\"((?:," + LABEL + ")*)}");

    private RebuiltCondition() {}

    /** Empty where the report does not have enough of it. */
    static Optional<FailureCondition> of(ConditionRecord condition) {
        if (condition.signal() == null || condition.signal().contains(LEFT_OUT)) {
            return Optional.empty();
        }
        return trigger(condition)
                .map(trigger ->
                        new FailureCondition(condition.name(), null, null, null, null, condition.dryRun(), trigger));
    }

    private static Optional<Trigger> trigger(ConditionRecord condition) {
        Matcher alert = ALERT.matcher(condition.signal());
        if (alert.matches()) {
            return Optional.of(new Trigger(null, alert(alert), null, null));
        }
        Matcher url = URL.matcher(condition.signal());
        if (url.matches()) {
            return webhook(url, condition);
        }
        OptionalDouble threshold = Figures.finite(condition.threshold());
        return threshold.isEmpty() || condition.operator() == null
                ? Optional.empty()
                : Optional.of(new Trigger(query(condition, threshold.getAsDouble()), null, null, null));
    }

    private static PrometheusTrigger query(ConditionRecord condition, double threshold) {
        return new PrometheusTrigger(condition.signal(), null, null, null, null, condition.operator(), null, threshold);
    }

    private static AlertTrigger alert(Matcher alert) {
        TreeMap<String, String> labels = new TreeMap<>();
        Matcher label = LABELS.matcher(alert.group(2));
        while (label.find()) {
            labels.put(label.group(1), unquoted(label.group(2)));
        }
        return new AlertTrigger(unquoted(alert.group(1)), labels);
    }

    private static String unquoted(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static Optional<Trigger> webhook(Matcher url, ConditionRecord condition) {
        String method = url.group(1) == null ? ANSWER_BY_STATUS : url.group(1);
        String path = url.group(3);
        if (path == null && method.equals(ANSWER_BY_STATUS)) {
            return Optional.of(new Trigger(null, null, url.group(2), null));
        }
        OptionalDouble threshold = Figures.finite(condition.threshold());
        if (path != null && threshold.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Trigger(
                null,
                null,
                null,
                new Webhook(
                        url.group(2),
                        Webhook.Method.valueOf(method),
                        null,
                        null,
                        path,
                        path == null ? null : condition.operator(),
                        path == null ? null : threshold.getAsDouble())));
    }
}
