package io.glooshot.cli;

import io.glooshot.api.AlertTrigger;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.ServiceRef;
import io.glooshot.api.Trigger;
import io.glooshot.api.Webhook;
import io.glooshot.experiment.Numbers;
import java.util.Map;

/** When a failure condition is met, in words: {@code success rate of reviews:9080 over 10s < 0.9}. */
final class ConditionText {

    private ConditionText() {}

    /** @param position counted from 0; a condition without a name has it from there */
    static String name(FailureCondition condition, int position) {
        return condition.name() == null ? "condition-" + (position + 1) : condition.name();
    }

    static String of(FailureCondition condition) {
        String times = condition.failureLimit() > 1 ? ", %d times in a row".formatted(condition.failureLimit()) : "";
        return of(condition.trigger()) + times + (condition.dryRun() ? " (dry run)" : "");
    }

    private static String of(Trigger trigger) {
        if (trigger.prometheus() != null) {
            return of(trigger.prometheus());
        }
        if (trigger.alert() != null) {
            return of(trigger.alert());
        }
        return trigger.webhook() != null
                ? of(trigger.webhook())
                : "GET %s answers 5xx".formatted(withoutQuery(trigger.webhookUrl()));
    }

    private static String of(PrometheusTrigger trigger) {
        String signal;
        if (trigger.successRate() != null) {
            signal = "success rate of %s over %s"
                    .formatted(
                            service(trigger.successRate().service()),
                            trigger.successRate().interval());
        } else if (trigger.latency() != null) {
            signal = "%s quantile of the latency of %s over %s"
                    .formatted(
                            Numbers.text(trigger.latency().quantile()),
                            service(trigger.latency().service()),
                            trigger.latency().interval());
        } else {
            signal = trigger.customQuery();
        }
        return "%s %s %s"
                .formatted(
                        signal,
                        trigger.comparisonOperator() == null
                                ? "<"
                                : trigger.comparisonOperator().symbol(),
                        Numbers.text(trigger.thresholdValue()));
    }

    private static String of(AlertTrigger alert) {
        String labels = alert.labels().isEmpty() ? "" : "{%s}".formatted(FaultText.labels(alert.labels()));
        return "alert %s%s fires".formatted(alert.name(), labels);
    }

    /** Headers may hold credentials and are not shown. */
    private static String of(Webhook webhook) {
        String asked = "%s %s".formatted(webhook.method(), withoutQuery(webhook.url()));
        return webhook.jsonPath() == null
                ? asked + " answers 5xx"
                : "%s of %s %s %s"
                        .formatted(
                                webhook.jsonPath(),
                                asked,
                                webhook.comparisonOperator().symbol(),
                                Numbers.text(webhook.thresholdValue()));
    }

    private static String service(ServiceRef ref) {
        return FaultText.service(ref.name(), ref.namespace(), ref.port(), Map.of());
    }

    /** Keys to a service are often there. */
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?…";
    }
}
