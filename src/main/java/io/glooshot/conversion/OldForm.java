package io.glooshot.conversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.api.GlooShot;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.Mesh;
import java.util.Map;

/** Which form an object has. Both forms call themselves {@code glooshot.solo.io/v1}, so only their fields tell. */
final class OldForm {

    static final String API_VERSION = GlooShot.GROUP + "/" + GlooShot.VERSION;

    private static final Map<String, Class<?>> TODAY = Map.of(
            "Experiment", Experiment.class,
            "ExperimentPolicy", ExperimentPolicy.class,
            "KillSwitch", KillSwitch.class,
            "Mesh", Mesh.class);

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private OldForm() {}

    static String text(Value object, String field) {
        Value value = object.fields().get(field);
        return value == null ? "" : value.text().orElse("");
    }

    static boolean isOurs(Value object) {
        return text(object, "apiVersion").equals(API_VERSION);
    }

    /** Whether it is of today's API, every field of it. Without a spec it is an empty experiment of the old one. */
    static boolean isToday(Value object) {
        Class<?> kind = TODAY.get(text(object, "kind"));
        if (kind == null || !isOurs(object) || !object.has("spec")) {
            return false;
        }
        try {
            STRICT.treeToValue(object.json(), kind);
            return true;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What {@code glooshot create -f} took: the bare message, without kind and with one spec only. */
    static boolean isBare(Value object) {
        return object.isMap()
                && !object.has("kind")
                && !object.has("apiVersion")
                && (object.has("spec") || object.has("metadata"));
    }
}
