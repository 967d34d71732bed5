package io.glooshot.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Prometheus says to an instant query.
 *
 * @param at when the server evaluated the query, by its own clock, in seconds since 1970; NaN where it sent no sample
 * @param isPartial whether the server warned that something may be missing
 */
record PromqlAnswer(Reading reading, double at, boolean isPartial) {

    /** So many cost next to nothing to judge; far more are a query that lacks an aggregation. */
    private static final int MAX_SERIES = 500;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static final Failed MALFORMED = new Failed("Prometheus sent malformed JSON.");

    /** Java would also take hexadecimal numbers, suffixes and blanks for a number. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    /** Far beyond any clock, and short of what an Instant takes. */
    private static final double MOST_SECONDS = 1e12;

    static PromqlAnswer failed(Failed failed) {
        return new PromqlAnswer(failed, Double.NaN, false);
    }

    /** Reads the body of an answer with status 200. */
    static PromqlAnswer of(String body) {
        JsonNode answer = json(body).orElse(null);
        if (answer == null) {
            return failed(MALFORMED);
        }
        if (!"success".equals(answer.path("status").asText())) {
            return failed(new Failed("Prometheus sent an error: " + error(answer)));
        }
        JsonNode data = answer.path("data");
        return new PromqlAnswer(
                reading(data), time(data), !answer.path("warnings").isEmpty());
    }

    /** Prometheus' own words for why it refused, if the body has them. */
    static Optional<String> error(String body) {
        return json(body).filter(answer -> answer.path("error").isTextual()).map(PromqlAnswer::error);
    }

    private static String error(JsonNode answer) {
        return Brief.text(answer.path("error").asText("no reason given"));
    }

    static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private static Reading reading(JsonNode data) {
        JsonNode result = data.path("result");
        String type = data.path("resultType").asText();
        return switch (type) {
            case "scalar" -> sample(result, Map.of());
            case "vector" -> vector(result);
            case "string" -> new Failed("The query yields a string; it must yield a number.");
            case "matrix" ->
                new Failed(
                        "The query yields a range of samples; apply a function to it such as rate() or max_over_time().");
            default -> new Failed("Prometheus sent a result of unknown type '%s'.".formatted(Brief.text(type)));
        };
    }

    private static double time(JsonNode data) {
        JsonNode result = data.path("result");
        JsonNode sample = data.path("resultType").asText().equals("vector")
                ? result.path(0).path("value")
                : result;
        return sample.path(0).isNumber() ? sample.path(0).asDouble() : Double.NaN;
    }

    private static Reading vector(JsonNode result) {
        if (!result.isArray()) {
            return new Failed("Prometheus sent a vector that is none.");
        }
        if (result.isEmpty()) {
            return new NoData("The query returned no series.");
        }
        if (result.size() > MAX_SERIES) {
            return new Failed(
                    "The query returned %d series where at most %d can be judged; aggregate them, for example with sum(), max() or min()."
                            .formatted(result.size(), MAX_SERIES));
        }
        return result.size() == 1 ? series(result.get(0)) : several(result);
    }

    /** One that makes no sense spoils them all; one that is NaN does not. */
    private static Reading several(JsonNode result) {
        List<Value> values = new ArrayList<>();
        for (JsonNode each : result) {
            Reading reading = series(each);
            if (reading instanceof Failed) {
                return reading;
            }
            values.add(reading instanceof Value value ? value : new Value(Double.NaN));
        }
        return new Vector(values);
    }

    private static Reading series(JsonNode series) {
        if (series.has("histogram")) {
            return new Failed("The query yields a histogram; make it a number, for example with histogram_quantile().");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        series.path("metric")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return sample(series.path("value"), labels);
    }

    /** A sample is its time and its value, the value as text. */
    private static Reading sample(JsonNode sample, Map<String, String> labels) {
        String text = sample.path(1).asText();
        return switch (text) {
            case "NaN" -> new NoData("The query returned NaN.");
            case "+Inf", "Inf" -> new Value(Double.POSITIVE_INFINITY, labels, evaluated(sample)).shortened();
            case "-Inf" -> new Value(Double.NEGATIVE_INFINITY, labels, evaluated(sample)).shortened();
            default ->
                NUMBER.matcher(text).matches()
                        ? new Value(Double.parseDouble(text), labels, evaluated(sample)).shortened()
                        : new Failed("Prometheus sent '%s' where a number must stand.".formatted(Brief.text(text)));
        };
    }

    /** The time of an instant query's sample is that of the evaluation; null when there is none to be read. */
    private static Instant evaluated(JsonNode sample) {
        double seconds = sample.path(0).asDouble(Double.NaN);
        boolean isTime = sample.path(0).isNumber() && Math.abs(seconds) < MOST_SECONDS;
        return isTime ? Instant.ofEpochMilli(Math.round(seconds * 1e3)) : null;
    }
}
