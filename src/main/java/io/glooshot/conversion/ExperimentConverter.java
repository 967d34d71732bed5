package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Converts an Experiment, whichever version of 0.0.x it was written for. */
final class ExperimentConverter {

    private static final int MOST_FAULTS = 16;
    private static final int MOST_CONDITIONS = 32;
    private static final int LONGEST_MESH = 253;
    private static final OldDuration LONGEST = OldDuration.of(24 * 3600, 0);
    /** What 0.0.x took where none was given, and today's default. */
    private static final String DEFAULT_DURATION = "10m";

    private final Ledger ledger;
    private final Fields fields;
    private final Durations durations;
    private final Upstreams upstreams;

    ExperimentConverter(Ledger ledger, Upstreams upstreams) {
        this.ledger = ledger;
        this.fields = new Fields(ledger);
        this.durations = new Durations(fields, ledger);
        this.upstreams = upstreams;
    }

    /** Adds what comes of it to either list, and a note for all else. */
    void convert(Value object, List<ObjectNode> complete, List<ObjectNode> incomplete) {
        int before = ledger.size();
        object.account();
        fields.any(object, "apiVersion");
        fields.any(object, "kind");
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        converted.put("apiVersion", OldForm.API_VERSION).put("kind", "Experiment");
        ObjectNode metadata = fields.map(object, "metadata")
                .map(new Metadata(fields, ledger)::convert)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        converted.set("metadata", metadata);
        boolean named = metadata.has("name") || metadata.has("generateName");
        Optional<Value> outer = fields.map(object, "spec");
        Optional<Value> inner = outer.filter(spec -> spec.has("spec")).isPresent()
                ? outer.flatMap(spec -> fields.map(spec, "spec"))
                : outer;
        converted.set("spec", spec(object, inner, metadata.path("namespace").asText()));
        if (!converted.path("spec").has("failureConditions") && !hasLost(outer, before)) {
            ledger.warn(
                    inner.orElse(object),
                    converted.path("spec").has("faults")
                            ? "has no failure condition: nothing but its duration ends it. Add one."
                            : "has no faults and no failure conditions: a control run with nothing to watch.");
        }
        fields.any(object, "result").ifPresent(this::result);
        outer.filter(spec -> !inner.equals(outer))
                .flatMap(spec -> fields.any(spec, "result"))
                .ifPresent(this::result);
        fields.any(object, "status")
                .ifPresent(status ->
                        ledger.leaveOut(status, "left out: 0.0.x wrote it, and today's controller writes its own."));
        ledger.sweep(object);
        if (!named) {
            ledger.lose(object, "has no name that the API server takes, so it is not converted.");
        } else if (hasLost(outer, before)) {
            ledger.lose(
                    object,
                    "is not converted: without what was lost above it would break other calls, or be watched by less, than was meant.");
            incomplete.add(converted);
        } else {
            complete.add(converted);
        }
    }

    private boolean hasLost(Optional<Value> spec, int since) {
        return spec.isPresent() && ledger.hasLost(spec.get().path(), since);
    }

    private ObjectNode spec(Value object, Optional<Value> old, String namespace) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        old.flatMap(value -> fields.map(value, "targetMesh")).ifPresent(mesh -> mesh(mesh, spec));
        spec.put("duration", duration(object, old));
        References references = new References(fields, ledger, upstreams, namespace);
        FaultConverter faults = new FaultConverter(fields, ledger, durations, references);
        QueryConverter queries = new QueryConverter(fields, ledger, durations, references);
        ConditionConverter conditions = new ConditionConverter(fields, ledger, queries);
        old.ifPresent(value -> {
            all(value, "faults", MOST_FAULTS, faults::convert, spec);
            all(value, "failureConditions", MOST_CONDITIONS, conditions::convert, spec);
            firstVersion(value);
        });
        return spec;
    }

    private void mesh(Value mesh, ObjectNode spec) {
        fields.text(mesh, "namespace");
        String name = fields.text(mesh, "name").flatMap(Value::text).orElse("");
        if (name.isEmpty() || name.length() > LONGEST_MESH) {
            ledger.lose(mesh, "names no Mesh.");
            return;
        }
        spec.putObject("targetMesh").put("name", name);
        ledger.warn(
                mesh,
                "is now the Mesh %s, without a namespace: SuperGloo gave the name, so look it up with kubectl get meshes."
                        .formatted(name));
    }

    /** Of {@code spec}, or of its {@code stopCondition} in 0.0.1. */
    private String duration(Value object, Optional<Value> old) {
        Optional<Value> parent =
                old.flatMap(spec -> fields.map(spec, "stopCondition")).or(() -> old);
        Optional<Durations.Found> found = parent.flatMap(value -> durations.take(value, "duration"));
        if (found.isEmpty()) {
            ledger.info(
                    old.orElse(object),
                    "without a duration it runs for 10 minutes, as before; 0.0.x documented that it would not end.");
            return DEFAULT_DURATION;
        }
        OldDuration length = found.get().duration();
        if (!length.isPositive()) {
            ledger.warn(
                    found.get().value(),
                    "is now 10m: 0.0.x documented no end and ended at once, as Succeeded; now every run has a duration.");
            return DEFAULT_DURATION;
        }
        if (length.nanos().compareTo(LONGEST.nanos()) > 0) {
            ledger.warn(found.get().value(), "is now 24h, the longest there is.");
            return "24h";
        }
        return durations.today(found.get());
    }

    private void all(
            Value old, String name, int most, Function<Value, Optional<ObjectNode>> conversion, ObjectNode spec) {
        ArrayNode converted = JsonNodeFactory.instance.arrayNode();
        fields.list(old, name).map(fields::maps).orElse(List.of()).forEach(element -> {
            if (converted.size() == most) {
                ledger.lose(element, "is one too many: an experiment has at most %d. Split it.".formatted(most));
            } else {
                conversion.apply(element).ifPresent(converted::add);
            }
        });
        if (!converted.isEmpty()) {
            spec.set(name, converted);
        }
    }

    /** What only 0.0.1 had. */
    private void firstVersion(Value old) {
        fields.map(old, "stopCondition")
                .flatMap(stop -> fields.list(stop, "metric"))
                .ifPresent(
                        metrics -> fields.maps(metrics)
                                .forEach(
                                        metric -> ledger.lose(
                                                metric,
                                                "names no query and no comparison, so it cannot be read. Write a failure condition with a customQuery.")));
        fields.any(old, "state").ifPresent(state -> ledger.leaveOut(state, "left out: 0.0.1 wrote it."));
    }

    private void result(Value result) {
        String state = OldForm.text(result, "state");
        if (state.isEmpty()) {
            ledger.leaveOut(result, "left out: 0.0.x wrote it.");
            return;
        }
        result.accountForAll();
        ledger.warn(
                result,
                "left out: it has been %s already, and runs again when the new object is created.".formatted(state));
    }
}
