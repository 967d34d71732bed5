package io.glooshot.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@link Values} from YAML and from single settings; what is unknown, or of another type, is refused by its path. */
public final class ValuesReader {

    private static final String WHAT = "The values cannot be used";
    private static final String REMEDY = "docs/install.md lists every key; nothing was changed.";

    private static final YAMLMapper YAML = yaml();

    private final ObjectNode tree = YAML.createObjectNode();

    private static YAMLMapper yaml() {
        YAMLMapper.Builder builder = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            builder.withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
        }
        return builder.build();
    }

    /**
     * Over what was read before; maps are merged, lists replaced.
     *
     * @throws Refusal when it is no YAML, or not one map
     */
    public ValuesReader yaml(String text) {
        JsonNode read;
        try {
            read = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused("it is no YAML: " + e.getOriginalMessage());
        }
        if (!read.isMissingNode() && !read.isNull()) {
            if (!(read instanceof ObjectNode map)) {
                throw refused("it is %s; it has to be a map of keys".formatted(describe(read)));
            }
            merge(tree, map);
        }
        return this;
    }

    /**
     * One setting over what was read before: {@code guard.enabled=false}. A dot within a key is written {@code \.}; what
     * follows the first {@code =} is YAML.
     *
     * @throws Refusal when it is none
     */
    public ValuesReader set(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw refused("--set is '%s'; it has to be KEY=VALUE, such as replicas=3".formatted(setting));
        }
        List<String> path = List.of(setting.substring(0, equals).split("(?<!\\\\)\\."));
        ObjectNode at = tree;
        for (String key : path.subList(0, path.size() - 1)) {
            JsonNode next = at.get(unescaped(key));
            at = next instanceof ObjectNode map ? map : at.putObject(unescaped(key));
        }
        try {
            JsonNode value = YAML.readTree(setting.substring(equals + 1));
            at.set(unescaped(path.get(path.size() - 1)), value.isMissingNode() ? null : value);
        } catch (JsonProcessingException e) {
            throw refused("--set is '%s'; the value is no YAML: %s".formatted(setting, e.getOriginalMessage()));
        }
        return this;
    }

    /** @throws Refusal naming the first key that is unknown or has a value that it may not have */
    public Values read() {
        Values values;
        try {
            values = YAML.treeToValue(tree, Values.class);
        } catch (UnrecognizedPropertyException e) {
            throw refused("'%s' is no key; there are: %s".formatted(path(e), known(e.getKnownPropertyIds())));
        } catch (MismatchedInputException e) {
            throw refused("%s is %s; it has to be %s".formatted(path(e), describe(at(e)), type(e.getTargetType())));
        } catch (JsonProcessingException e) {
            throw refused(e.getOriginalMessage());
        }
        ValuesCheck.of(values).first().ifPresent(problem -> {
            throw refused(problem);
        });
        return values;
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            if (into.get(entry.getKey()) instanceof ObjectNode before && entry.getValue() instanceof ObjectNode map) {
                merge(before, map);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static String unescaped(String key) {
        return key.replace("\\.", ".");
    }

    private JsonNode at(JsonMappingException e) {
        JsonNode node = tree;
        for (Reference step : e.getPath()) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        return node;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getFieldName() == null ? "[%d]".formatted(step.getIndex()) : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String known(Collection<Object> keys) {
        return keys.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String type(Class<?> type) {
        if (type == null || Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "a map of keys";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return Number.class.isAssignableFrom(type) ? "a whole number" : "a text; quotes make it one";
    }

    private static String describe(JsonNode node) {
        return node.isContainerNode() ? node.isArray() ? "a list" : "a map" : "'%s'".formatted(node.asText());
    }

    private static Refusal refused(String why) {
        return new Refusal(WHAT, why, REMEDY);
    }
}
