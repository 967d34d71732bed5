package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a table of objects shows of each: the columns that kubectl shows, and more of them when there is room. */
class ObjectTable {

    /**
     * A column.
     *
     * @param wide whether it takes {@code -o wide} to see it
     * @param cell what it shows of an object at a time
     */
    record Column(String heading, boolean wide, BiFunction<GenericKubernetesResource, Instant, Object> cell) {}

    private final List<Column> columns;

    ObjectTable(Kind kind, boolean wide, boolean withNamespace) {
        Stream<Column> first = withNamespace && kind.isNamespaced()
                ? Stream.of(
                        new Column(
                                "NAMESPACE",
                                false,
                                (object, now) -> object.getMetadata().getNamespace()),
                        NAME)
                : Stream.of(NAME);
        columns = Stream.concat(first, columns(kind).stream())
                .filter(column -> wide || !column.wide())
                .toList();
    }

    /** Without any row yet. */
    Table table() {
        return new Table(columns.stream().map(Column::heading).toArray(String[]::new));
    }

    Object[] row(GenericKubernetesResource object, Instant now) {
        return columns.stream().map(column -> column.cell().apply(object, now)).toArray();
    }

    Table of(List<GenericKubernetesResource> objects, Instant now) {
        Table table = table();
        objects.forEach(object -> table.row(row(object, now)));
        return table;
    }

    private static final Column NAME =
            new Column("NAME", false, (object, now) -> object.getMetadata().getName());

    private static final Column AGE = new Column(
            "AGE",
            false,
            (object, now) -> HumanDuration.since(object.getMetadata().getCreationTimestamp(), now));

    /** All but the name, in order. */
    static List<Column> columns(Kind kind) {
        return switch (kind) {
            case EXPERIMENT ->
                List.of(
                        text("STATE", "status", "state"),
                        text("REASON", "status", "reason"),
                        text("MESH", "status", "mesh"),
                        text("DEADLINE", "status", "deadline"),
                        text("RECOVERY", "status", "recovery", "outcome"),
                        since("FINISHED", "status", "timeFinished"),
                        AGE,
                        new Column("LEFT", true, ObjectTable::left),
                        new Column("TARGETS", true, (object, now) -> targets(object)),
                        new Column("READINGS", true, (object, now) -> readings(object)));
            case REPORT ->
                List.of(
                        text("RESULT", "spec", "result"),
                        text("REASON", "spec", "reason"),
                        text("CONDITION", "spec", "breach", "condition"),
                        text("VALUE", "spec", "breach", "value"),
                        text("FAULTED", "spec", "faultedRequests"),
                        text("RECOVERY", "spec", "recovery", "outcome"),
                        since("FINISHED", "spec", "timeFinished"),
                        wide(text("MESH", "spec", "mesh")),
                        wide(text("RECOVERED-IN", "spec", "recovery", "timeToRecover")),
                        wide(text("MESSAGE", "spec", "message")));
            case MESH ->
                List.of(
                        text("TYPE", "spec", "type"),
                        text("VERSION", "status", "version"),
                        text("REVISION", "status", "revision"),
                        capability("ABORT", "abort"),
                        capability("GRPCABORT", "grpcAbort"),
                        capability("DELAY", "delay"),
                        capability("ORIGINS", "originScoping"),
                        capability("PROOF", "proofOfInjection"),
                        wide(capability("HEADERS", "headerMatch")),
                        wide(capability("PATHS", "pathMatch")),
                        wide(capability("METHODS", "methodMatch")),
                        wide(capability("CLIENTSIDE", "clientSide")),
                        wide(capability("SERVERSIDE", "serverSide")),
                        wide(capability("DECIMALS", "decimalPercentage")),
                        AGE,
                        wide(capability("SERVERSIDEORIGINS", "serverSideOrigins")),
                        wide(capability("WORKLOADS", "workloadLabels")));
            case KILL_SWITCH -> List.of(text("REASON", "spec", "reason"), AGE);
            case EXPERIMENT_POLICY ->
                List.of(
                        text("PERCENTAGE", "spec", "maxPercentage"),
                        text("DURATION", "spec", "maxDuration"),
                        text("ATONCE", "spec", "maxExperiments"),
                        text("NOW", "status", "experiments"),
                        new Column("ACCEPTED", false, (object, now) -> condition(object, "Accepted")),
                        AGE,
                        wide(text("DELAY", "spec", "maxDelay")),
                        wide(text("BLIND", "spec", "maxBlind")),
                        new Column("NAMESPACES", true, (object, now) -> namespaces(object)));
        };
    }

    private static Column text(String heading, Object... path) {
        return new Column(heading, false, (object, now) -> object.get(path));
    }

    private static Column since(String heading, Object... path) {
        return new Column(heading, false, (object, now) -> HumanDuration.since(object.get(path), now));
    }

    private static Column capability(String heading, String name) {
        return text(heading, "status", "capabilities", name);
    }

    private static Column wide(Column column) {
        return new Column(column.heading(), true, column.cell());
    }

    /** How long faults can still be on. */
    private static Object left(GenericKubernetesResource object, Instant now) {
        String deadline = object.get("status", "deadline");
        if (deadline == null || !"Started".equals(object.get("status", "state"))) {
            return null;
        }
        return HumanDuration.of(Duration.between(now, Instant.parse(deadline)));
    }

    private static String targets(GenericKubernetesResource object) {
        return list(object, "status", "targets")
                .map(each -> "%s.%s:%s".formatted(each.get("name"), each.get("namespace"), each.get("port")))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String readings(GenericKubernetesResource object) {
        return list(object, "status", "readings")
                .map(each -> each.get("name") + "="
                        + Optional.ofNullable(each.get("value")).orElse(each.get("outcome")))
                .collect(Collectors.joining(","));
    }

    private static Object condition(GenericKubernetesResource object, String type) {
        return list(object, "status", "conditions")
                .filter(each -> type.equals(each.get("type")))
                .map(each -> each.get("status"))
                .findFirst()
                .orElse(null);
    }

    private static String namespaces(GenericKubernetesResource object) {
        Map<String, Object> labels = object.get("spec", "namespaceSelector", "matchLabels");
        List<String> selected = new ArrayList<>();
        if (labels != null) {
            labels.forEach((key, value) -> selected.add(key + "=" + value));
        }
        list(object, "spec", "namespaceSelector", "matchExpressions")
                .forEach(each -> selected.add("%s %s %s"
                        .formatted(
                                each.get("key"),
                                each.get("operator"),
                                Optional.ofNullable(each.get("values")).orElse(""))
                        .strip()));
        return selected.isEmpty() ? "all" : String.join(",", selected);
    }

    private static Stream<Map<String, Object>> list(GenericKubernetesResource object, Object... path) {
        List<Map<String, Object>> list = object.get(path);
        return list == null ? Stream.empty() : list.stream();
    }
}
