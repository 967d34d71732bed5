package io.glooshot.metric;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.AlertRule;
import io.glooshot.experiment.Reading.Failed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Prometheus says of its alerting rules.
 *
 * @param rules of the name that was asked for
 * @param failure null unless there is no answer to be had
 */
record RulesAnswer(List<AlertRule> rules, Failed failure) {

    static RulesAnswer failed(Failed failure) {
        return new RulesAnswer(List.of(), failure);
    }

    static RulesAnswer of(String body, String name) {
        JsonNode answer = PromqlAnswer.json(body).orElse(null);
        if (answer == null || !answer.path("data").path("groups").isArray()) {
            return failed(PromqlAnswer.MALFORMED);
        }
        List<AlertRule> rules = new ArrayList<>();
        for (JsonNode group : answer.path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.path("type").asText().equals("alerting")
                        && rule.path("name").asText().equals(name)) {
                    rules.add(rule(rule));
                }
            }
        }
        return new RulesAnswer(rules, null);
    }

    private static AlertRule rule(JsonNode rule) {
        List<Map<String, String>> firing = new ArrayList<>();
        for (JsonNode alert : rule.path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(labels(alert));
            }
        }
        return new AlertRule(
                labels(rule),
                rule.path("health").asText("unknown"),
                rule.path("lastError").asText(),
                time(rule.path("lastEvaluation").asText()),
                firing);
    }

    private static Map<String, String> labels(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        node.path("labels")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** Long ago where it is not told. */
    private static double time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.getEpochSecond() + time.getNano() / 1e9;
        } catch (DateTimeException none) {
            return 0;
        }
    }
}
