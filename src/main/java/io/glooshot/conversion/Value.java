package io.glooshot.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of the input that knows its place, and whether it has been accounted for. */
final class Value {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");
    /** Every value below a key repeats it in its path. */
    private static final int LONGEST_KEY_SHOWN = 100;

    private final String path;
    private final int line;
    /** A map from names to values, a list of values, a String, a Long, a Double, a Boolean, or null. */
    private final Object content;

    private boolean accounted;

    Value(String path, int line, Object content) {
        this.path = path;
        this.line = line;
        this.content = content;
    }

    /** The path of a field of what is at {@code path}. */
    static String field(String path, String name) {
        String shown = name.length() <= LONGEST_KEY_SHOWN ? name : name.substring(0, LONGEST_KEY_SHOWN) + "…";
        String step = PLAIN_KEY.matcher(name).matches() ? name : "['" + shown + "']";
        return path.isEmpty() || step.startsWith("[") ? path + step : path + "." + step;
    }

    String path() {
        return path;
    }

    int line() {
        return line;
    }

    boolean isMap() {
        return content instanceof Map;
    }

    boolean isList() {
        return content instanceof List;
    }

    boolean isNull() {
        return content == null;
    }

    Optional<String> text() {
        return content instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Number> number() {
        return content instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    Map<String, Value> fields() {
        return isMap() ? (Map<String, Value>) content : Map.of();
    }

    @SuppressWarnings("unchecked")
    List<Value> items() {
        return isList() ? (List<Value>) content : List.of();
    }

    boolean has(String name) {
        return fields().containsKey(name);
    }

    /** What stands here has been carried over, or told of. */
    void account() {
        accounted = true;
    }

    /** So has all below it. */
    void accountForAll() {
        account();
        fields().values().forEach(Value::accountForAll);
        items().forEach(Value::accountForAll);
    }

    boolean isAccounted() {
        return accounted;
    }

    /** Whether anything here or below has been accounted for. */
    boolean isPartlyAccounted() {
        return accounted
                || fields().values().stream().anyMatch(Value::isPartlyAccounted)
                || items().stream().anyMatch(Value::isPartlyAccounted);
    }

    JsonNode json() {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (isMap()) {
            ObjectNode object = factory.objectNode();
            fields().forEach((name, value) -> object.set(name, value.json()));
            return object;
        }
        if (isList()) {
            ArrayNode array = factory.arrayNode();
            items().forEach(item -> array.add(item.json()));
            return array;
        }
        if (content instanceof Long number) {
            return factory.numberNode(number);
        }
        if (content instanceof Double number) {
            return factory.numberNode(number);
        }
        if (content instanceof Boolean bool) {
            return factory.booleanNode(bool);
        }
        return content instanceof String text ? factory.textNode(text) : factory.nullNode();
    }

    /** As people are shown it. */
    @Override
    public String toString() {
        return isMap() || isList() ? json().toString() : String.valueOf(content);
    }
}
