package io.glooshot.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes experiments of 0.0.x of all forms, mostly right and now and then wrong. The same seed makes the same one. */
public final class OldExperiments {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> DURATIONS = List.of(
            "30s", "600s", "1h30m", "500ms", "1.5s", "0.2s", "90m", "0s", "-5s", "48h", "250us", "+10s", "1h0.5m",
            "3s10ms");
    private static final List<String> WRONG_DURATIONS = List.of("soon", "10", "", "5 minutes", "1d", "0x10s");
    private static final List<String> UPSTREAMS = List.of(
            "bookinfo-ratings-9080", "default-reviews-9080", "bookinfo-my-reviews-9080", "bookinfo-reviews-v4-9080");
    private static final List<String> WRONG_UPSTREAMS =
            List.of("other-my-reviews-80", "Ratings", "ratings.bookinfo", "", "x-9080", "bookinfo-ratings-99999");
    private static final List<String> OPERATORS = List.of(">", "<", ">=", "<=", "==", "!=", "=<", "gt", "");
    private static final List<String> QUERIES = List.of(
            "scalar(sum(rate(istio_requests_total{response_code=\"500\"}[1m])))\n",
            "vector(0)",
            "scalar(up)",
            "up{job='a: b # c'}",
            "1",
            "{{service}}",
            "yes",
            " 'quoted' ");
    private static final List<String> WRONG_QUERIES = List.of("", "  ", "{{secret}}", "x".repeat(5000));

    private final Random random;
    /** The share of values that are wrong. */
    private final double wrong;

    private OldExperiments(long seed, double wrong) {
        this.random = new Random(seed);
        this.wrong = wrong;
    }

    /** With nothing wrong in it that would keep it from being converted. */
    public static ObjectNode right(long seed) {
        return new OldExperiments(seed, 0).experiment();
    }

    public static ObjectNode any(long seed) {
        return new OldExperiments(seed, 0.05).experiment();
    }

    private ObjectNode experiment() {
        boolean bare = chance(0.2);
        ObjectNode object = JSON.objectNode();
        if (!bare) {
            object.put("apiVersion", "glooshot.solo.io/v1").put("kind", "Experiment");
        }
        object.set("metadata", metadata());
        ObjectNode spec = spec();
        ObjectNode result = JSON.objectNode().put("state", pick(List.of("Succeeded", "Failed", "Started")));
        if (bare) {
            object.set("spec", spec);
            maybe(0.2, object, "result", result);
        } else {
            ObjectNode outer = object.putObject("spec");
            outer.set("spec", spec);
            maybe(0.2, outer, "result", result);
        }
        maybe(0.2, object, "status", JSON.objectNode().put("state", 1).put("reportedBy", "glooshot"));
        while (chance(wrong * 4)) {
            spoil(object);
        }
        return object;
    }

    private ObjectNode metadata() {
        ObjectNode metadata = JSON.objectNode().put("name", "exp-" + random.nextInt(1000));
        maybe(0.9, metadata, "namespace", JSON.textNode(pick(List.of("bookinfo", "default"))));
        if (chance(0.3)) {
            metadata.putObject("labels").put("team", "books").put("y", "0x1F").put("enabled", "true");
        }
        if (chance(0.3)) {
            metadata.putObject("annotations")
                    .put("example.com/why", "line one\nline two: #3\n")
                    .put("n", "12");
        }
        maybe(0.2, metadata, "uid", JSON.textNode("1234-5678"));
        maybe(0.2, metadata, "generation", JSON.numberNode(3));
        return metadata;
    }

    private ObjectNode spec() {
        ObjectNode spec = JSON.objectNode();
        maybe(
                0.7,
                spec,
                "targetMesh",
                JSON.objectNode().put("name", "istio-istio-system").put("namespace", "glooshot"));
        if (chance(0.8)) {
            spec.set("duration", duration());
        }
        spec.set(name("faults"), list(3, this::fault));
        spec.set(name("failureConditions"), list(3, this::condition));
        return spec;
    }

    private ObjectNode fault() {
        ObjectNode rule = JSON.objectNode();
        if (chance(0.5)) {
            rule.set(name("originServices"), list(2, this::upstream));
        }
        rule.set(name("destinationServices"), list(2, this::upstream));
        ObjectNode fault = rule.putObject("fault");
        if (chance(0.6)) {
            fault.putObject("abort").set(name("httpStatus"), pick(List.of(JSON.numberNode(500), JSON.textNode("404"))));
        } else {
            ObjectNode delay = fault.putObject("delay");
            delay.set(
                    "duration",
                    JSON.textNode(isWrong() ? pick(WRONG_DURATIONS) : pick(List.of("1s", "1.5s", "250ms", "0.0015s"))));
            maybe(0.3, delay, "delayType", JSON.textNode("FIXED"));
        }
        if (chance(0.8)) {
            fault.set(
                    "percentage",
                    isWrong()
                            ? pick(List.of(JSON.numberNode(101), JSON.numberNode(-1), JSON.textNode("half")))
                            : pick(List.of(
                                    JSON.numberNode(100),
                                    JSON.numberNode(12.5),
                                    JSON.textNode("33"),
                                    JSON.numberNode(0.00004))));
        }
        return rule;
    }

    private ObjectNode upstream() {
        return JSON.objectNode()
                .put("name", isWrong() ? pick(WRONG_UPSTREAMS) : pick(UPSTREAMS.subList(0, wrong == 0 ? 2 : 4)))
                .put("namespace", pick(List.of("glooshot", "supergloo-system")));
    }

    private ObjectNode condition() {
        ObjectNode condition = JSON.objectNode();
        maybe(0.5, condition, "name", JSON.textNode(pick(List.of("errors", "Too Slow!", "errors", "0-1561", "_"))));
        boolean early = chance(0.4);
        ObjectNode trigger = early ? condition : condition.putObject("trigger");
        if (chance(0.2)) {
            trigger.put(
                    name("webhookUrl"),
                    isWrong() ? pick(List.of("ftp://x", "http://u:p@h/", "")) : "https://hooks.example.com/a?b=c");
            return condition;
        }
        ObjectNode prometheus = trigger.putObject(early ? name("prometheusTrigger") : "prometheus");
        if (chance(0.3)) {
            ObjectNode rate = prometheus.putObject(name("successRate"));
            rate.putObject("service").put("name", "reviews").put("namespace", "bookinfo");
            maybe(0.5, rate, "interval", JSON.textNode(isWrong() ? "2h" : "1m"));
        } else {
            prometheus.put(name("customQuery"), isWrong() ? pick(WRONG_QUERIES) : pick(QUERIES));
        }
        maybe(
                0.8,
                prometheus,
                name("thresholdValue"),
                pick(List.of(JSON.numberNode(0.01), JSON.numberNode(80000), JSON.textNode("7"))));
        maybe(0.7, prometheus, name("comparisonOperator"), JSON.textNode(pick(OPERATORS)));
        return condition;
    }

    private JsonNode duration() {
        if (isWrong()) {
            return pick(List.of(JSON.numberNode(30), JSON.textNode(pick(WRONG_DURATIONS)), JSON.booleanNode(true)));
        }
        return chance(0.1)
                ? JSON.objectNode().put("seconds", 90).put("nanos", 500_000_000)
                : JSON.textNode(pick(DURATIONS));
    }

    /** Puts something where it does not belong, or another type where something was. */
    private void spoil(ObjectNode object) {
        List<ObjectNode> all = new ArrayList<>();
        collect(object, all);
        ObjectNode place = pick(all);
        JsonNode junk = pick(List.of(
                JSON.textNode("junk-" + random.nextInt()),
                JSON.numberNode(random.nextInt()),
                JSON.nullNode(),
                JSON.arrayNode().add("junk-" + random.nextInt()).addNull(),
                JSON.objectNode().put("deep", "junk-" + random.nextInt())));
        List<String> names = new ArrayList<>();
        place.fieldNames().forEachRemaining(names::add);
        place.set(
                names.isEmpty() || chance(0.5) ? pick(List.of("unknown", "a.b", "spec", "grpcStatus")) : pick(names),
                junk);
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        node.forEach(child -> collect(child, into));
    }

    private ArrayNode list(int most, java.util.function.Supplier<ObjectNode> element) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    /** Protobuf's JSON is read by either name. */
    private String name(String camel) {
        return chance(0.2) ? camel.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT) : camel;
    }

    private void maybe(double chance, ObjectNode object, String name, JsonNode value) {
        if (chance(chance)) {
            object.set(name, value);
        }
    }

    private boolean isWrong() {
        return chance(wrong);
    }

    private boolean chance(double chance) {
        return random.nextDouble() < chance;
    }

    private <T> T pick(List<? extends T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
