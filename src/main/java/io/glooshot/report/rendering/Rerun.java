package io.glooshot.report.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.MeshRef;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The experiment, to be run once more.
 *
 * @param notes what is to be known of it, or done to it, before; none when it is the very same
 */
record Rerun(String yaml, List<String> notes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LEFT_OUT = "…";

    static Rerun of(Story story, Optional<Experiment> experiment) {
        Optional<Experiment> same = experiment.filter(found -> story.spec().experimentUid() != null
                && story.spec().experimentUid().equals(found.getMetadata().getUid()));
        return same.map(found -> asItWas(story, found)).orElseGet(() -> rebuilt(story));
    }

    private static Rerun asItWas(Story story, Experiment experiment) {
        List<String> notes = new ArrayList<>();
        ObjectNode spec = JSON.valueToTree(experiment.getSpec());
        spec.remove("stop");
        if (leaveSecretsOut(spec)) {
            notes.add("What may be secret is left out, as %s: the queries of URLs, and the values of headers."
                    .formatted(LEFT_OUT));
        }
        return new Rerun(yaml(story, experiment.getMetadata().getLabels(), spec), notes);
    }

    /** An experiment has few readers; a report is passed around. */
    private static boolean leaveSecretsOut(ObjectNode spec) {
        boolean found = false;
        for (JsonNode condition : spec.path("failureConditions")) {
            JsonNode trigger = condition.path("trigger");
            found |= leaveQueryOut(trigger, "webhookUrl");
            JsonNode webhook = trigger.path("webhook");
            found |= leaveQueryOut(webhook, "url");
            for (JsonNode header : webhook.path("headers")) {
                if (header.has("value")) {
                    ((ObjectNode) header).put("value", LEFT_OUT);
                    found = true;
                }
            }
        }
        return found;
    }

    private static boolean leaveQueryOut(JsonNode object, String field) {
        String url = object.path(field).asText("");
        int query = url.indexOf('?');
        if (query >= 0) {
            ((ObjectNode) object).put(field, url.substring(0, query + 1) + LEFT_OUT);
        }
        return query >= 0;
    }

    private static Rerun rebuilt(Story story) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Rebuilt from the report, as the experiment is gone. What the report does not have is at its default:");
        Optional<String> duration = duration(story.spec());
        notes.add("%s, maxBlind, recoveryTimeout, and each condition's interval, initialDelay, failureLimit, onNoData."
                .formatted(duration.isPresent() ? "the exact duration" : "duration"));
        List<FailureCondition> conditions = new ArrayList<>();
        for (ConditionRecord condition : story.conditions()) {
            Optional<FailureCondition> rebuilt = RebuiltCondition.of(condition);
            rebuilt.ifPresentOrElse(
                    conditions::add,
                    () -> notes.add("Condition %s is missing: the report does not have all of what it asks."
                            .formatted(Visible.line(condition.name()))));
        }
        ReportSpec spec = story.spec();
        ExperimentSpec again = new ExperimentSpec(
                spec.mesh() == null ? null : new MeshRef(spec.mesh()),
                duration.orElse(null),
                spec.faults(),
                conditions,
                null,
                null,
                false);
        return new Rerun(yaml(story, null, withoutDefaults(JSON.valueToTree(again))), notes);
    }

    /** Only a run that came to its end says how long it was to be. */
    private static Optional<String> duration(ReportSpec spec) {
        if (!"DeadlineReached".equals(spec.reason())) {
            return Optional.empty();
        }
        Optional<Instant> start = Times.instant(spec.timeInjected()).or(() -> Times.instant(spec.timeStarted()));
        return start.flatMap(from -> Times.instant(spec.timeVerdict()).map(to -> Duration.between(from, to)))
                .map(took -> Math.round(took.toMillis() / 1e3))
                .filter(seconds -> seconds > 0)
                .map(seconds -> seconds + "s");
    }

    private static ObjectNode withoutDefaults(ObjectNode spec) {
        for (JsonNode condition : spec.path("failureConditions")) {
            ObjectNode fields = (ObjectNode) condition;
            fields.remove("failureLimit");
            if (!fields.path("dryRun").asBoolean()) {
                fields.remove("dryRun");
            }
        }
        return spec;
    }

    private static String yaml(Story story, Map<String, String> labels, ObjectNode spec) {
        ObjectNode experiment = JSON.createObjectNode();
        experiment.put("apiVersion", "glooshot.solo.io/v1").put("kind", "Experiment");
        ObjectNode metadata = experiment.putObject("metadata");
        metadata.put("name", story.report().getMetadata().getName());
        metadata.put("namespace", story.report().getMetadata().getNamespace());
        if (labels != null && !labels.isEmpty()) {
            metadata.set("labels", JSON.valueToTree(new TreeMap<>(labels)));
        }
        experiment.set("spec", spec);
        dropEmpty(experiment);
        return Yaml.of(WholeNumbers.in(experiment));
    }

    private static void dropEmpty(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .removeIf(field ->
                            field.getValue().isNull() || field.getValue() instanceof ArrayNode list && list.isEmpty());
        }
        node.forEach(Rerun::dropEmpty);
    }
}
