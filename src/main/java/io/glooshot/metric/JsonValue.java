package io.glooshot.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.glooshot.api.Webhook;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A number in a JSON document, by a path that leads to one place at most. What the document says never stands in a
 * message: it may repeat the secrets that it was asked with.
 */
final class JsonValue {

    /** A document that says two things of one member says nothing. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern STEP = Pattern.compile(Webhook.PATH_STEP);

    private final String path;
    private final List<String> steps;

    private JsonValue(String path, List<String> steps) {
        this.path = path;
        this.steps = steps;
    }

    /** @param path in the form that the API takes */
    static JsonValue at(String path) {
        return new JsonValue(
                path, STEP.matcher(path).results().map(MatchResult::group).toList());
    }

    Reading in(String document) {
        JsonNode node;
        try {
            node = JSON.readTree(document);
        } catch (JsonProcessingException malformed) {
            return new Failed("The webhook sent malformed JSON.");
        }
        List<String> taken = new ArrayList<>(List.of("$"));
        for (String step : steps) {
            if (node.isNull()) {
                return isNull(String.join("", taken));
            }
            boolean isElement = step.matches("\\[-?[0-9]+]");
            if (isElement ? !node.isArray() : !node.isObject()) {
                return failed(String.join("", taken), node, isElement ? "an array" : "an object");
            }
            node = isElement ? element(node, step) : node.path(name(step));
            taken.add(step);
            if (node.isMissingNode()) {
                return new NoData("The webhook's answer has nothing at %s.".formatted(String.join("", taken)));
            }
        }
        return reading(node);
    }

    private Reading reading(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> new Value(node.doubleValue());
            case BOOLEAN -> new Value(node.booleanValue() ? 1 : 0);
            case NULL -> isNull(path);
            default -> failed(path, node, "a number");
        };
    }

    private static Reading isNull(String place) {
        return new NoData("The webhook's answer has null at %s.".formatted(place));
    }

    private static Reading failed(String place, JsonNode node, String wanted) {
        String found = switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            default -> "nothing";
        };
        return new Failed("The webhook's answer has %s at %s, where %s must stand.".formatted(found, place, wanted));
    }

    private static JsonNode element(JsonNode array, String step) {
        int index = Integer.parseInt(step.substring(1, step.length() - 1));
        return array.path(index < 0 ? array.size() + index : index);
    }

    private static String name(String step) {
        return step.startsWith(".") ? step.substring(1) : step.substring(2, step.length() - 2);
    }
}
