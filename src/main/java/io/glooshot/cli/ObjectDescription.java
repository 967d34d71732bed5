package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the pages about objects of different kinds have in common. */
final class ObjectDescription {

    private ObjectDescription() {}

    /** Its name and what else every object has. */
    static Description head(ObjectMeta metadata, Instant now) {
        return new Description()
                .field("Name", metadata.getName())
                .field("Namespace", metadata.getNamespace())
                .field("Labels", metadata.getLabels() == null ? null : FaultText.labels(metadata.getLabels()))
                .field("Created", ago(metadata.getCreationTimestamp(), now))
                .field("Deleted", waiting(metadata, now));
    }

    /** {@code 2026-11-26T07:00:00Z (5m ago)}, or {@code (in 5m)}; null for null. */
    static String ago(String time, Instant now) {
        if (time == null) {
            return null;
        }
        Duration past = Duration.between(Instant.parse(time), now);
        return past.isNegative()
                ? "%s (in %s)".formatted(time, HumanDuration.of(past.negated()))
                : "%s (%s ago)".formatted(time, HumanDuration.of(past));
    }

    private static String waiting(ObjectMeta metadata, Instant now) {
        if (metadata.getDeletionTimestamp() == null) {
            return null;
        }
        return "%s; waits for %s"
                .formatted(ago(metadata.getDeletionTimestamp(), now), String.join(", ", metadata.getFinalizers()));
    }

    static Table conditions(List<Condition> conditions, Instant now) {
        Table table = new Table("TYPE", "STATUS", "REASON", "SINCE", "MESSAGE");
        conditions.forEach(each -> table.row(
                each.getType(),
                each.getStatus(),
                each.getReason(),
                HumanDuration.since(each.getLastTransitionTime(), now),
                each.getMessage()));
        return table;
    }

    /** The newest last, as they happened. */
    static Table events(List<Event> events, Instant now) {
        Table table = new Table("TYPE", "REASON", "AGE", "FROM", "MESSAGE");
        events.stream()
                .sorted(Comparator.comparing(ObjectDescription::time, Comparator.nullsFirst(Comparator.naturalOrder())))
                .forEach(each -> table.row(
                        each.getType(),
                        each.getReason(),
                        HumanDuration.since(time(each), now)
                                + (each.getCount() != null && each.getCount() > 1
                                        ? " (x%d)".formatted(each.getCount())
                                        : ""),
                        each.getSource() == null ? null : each.getSource().getComponent(),
                        each.getMessage()));
        return table;
    }

    private static String time(Event event) {
        return event.getLastTimestamp() == null ? event.getMetadata().getCreationTimestamp() : event.getLastTimestamp();
    }

    static List<String> targets(List<Target> targets) {
        return targets.stream()
                .map(each -> "fault %d: %s%s"
                        .formatted(
                                each.fault(),
                                FaultText.service(each.name(), each.namespace(), each.port(), each.workloadLabels()),
                                each.side() == null ? "" : ", " + each.side()))
                .toList();
    }

    static List<String> origins(List<Source> origins) {
        return origins.stream()
                .map(each -> "fault %d: %s"
                        .formatted(
                                each.fault(),
                                FaultText.service(each.name(), each.namespace(), null, each.workloadLabels())))
                .toList();
    }

    static Description recovery(Recovery recovery, Instant now) {
        if (recovery == null) {
            return new Description();
        }
        return new Description()
                .field("Outcome", recovery.outcome())
                .field("Reason", recovery.reason())
                .field("Message", recovery.message())
                .field("Since", ago(recovery.since(), now))
                .field("Deadline", recovery.stillWatching() ? ago(recovery.deadline(), now) : null)
                .field("Recovered", ago(recovery.timeRecovered(), now))
                .field("Took", recovery.timeToRecover());
    }

    /** A part of an object as it is, for what is no more than a list of settings: {@code maxDelay} is {@code Max Delay}. */
    @SuppressWarnings("unchecked")
    static Description settings(Map<String, Object> settings) {
        Description page = new Description();
        if (settings != null) {
            new TreeMap<>(settings).forEach((name, value) -> {
                if (value instanceof Map<?, ?> inner) {
                    page.section(
                            spaced(name),
                            name.endsWith("abels")
                                    ? labels((Map<String, Object>) inner)
                                    : settings((Map<String, Object>) inner));
                } else if (value instanceof List<?> items) {
                    page.field(spaced(name), items.stream().map(String::valueOf).collect(Collectors.joining(", ")));
                } else {
                    page.field(spaced(name), value);
                }
            });
        }
        return page;
    }

    static Description settings(GenericKubernetesResource object, String... path) {
        return settings(object.<Map<String, Object>>get((Object[]) path));
    }

    /** Their keys are names of the user's. */
    private static Description labels(Map<String, Object> labels) {
        Description page = new Description();
        new TreeMap<>(labels).forEach(page::field);
        return page;
    }

    private static String spaced(String name) {
        String spaced = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2");
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }
}
