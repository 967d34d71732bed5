package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.TextMatch;

/** Istio's {@code StringMatch}, and what two of them come to when both have to hold. */
final class StringMatch {

    /** What is left of a match when another one is added to it. */
    sealed interface Sum {

        /** The other one adds nothing. */
        record Unchanged() implements Sum {}

        /** No text meets both. */
        record Nothing() implements Sum {}

        record Narrower(TextMatch match) implements Sum {}

        /** Only two matches side by side can say it. */
        record Both() implements Sum {}
    }

    private StringMatch() {}

    static ObjectNode json(TextMatch match) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (match instanceof TextMatch.Exact exact) {
            json.put("exact", exact.value());
        } else if (match instanceof TextMatch.Prefix prefix) {
            json.put("prefix", prefix.value());
        } else if (match instanceof TextMatch.Regex regex) {
            json.put("regex", regex.value());
        }
        return json;
    }

    /** Istio takes an empty one, and the regular expression {@code *}, for "is there". */
    static TextMatch parse(JsonNode json) {
        if (json.hasNonNull("exact")) {
            return new TextMatch.Exact(json.get("exact").asText());
        }
        if (json.hasNonNull("prefix")) {
            return new TextMatch.Prefix(json.get("prefix").asText());
        }
        String regex = json.path("regex").asText();
        return regex.isEmpty() || regex.equals("*") ? new TextMatch.Present() : new TextMatch.Regex(regex);
    }

    /** Regular expressions are not looked into: Java's are not quite Envoy's. */
    static Sum add(TextMatch present, TextMatch added) {
        if (added instanceof TextMatch.Present || present.equals(added)) {
            return new Sum.Unchanged();
        }
        if (present instanceof TextMatch.Present) {
            return new Sum.Narrower(added);
        }
        if (present instanceof TextMatch.Exact exact && added instanceof TextMatch.Exact) {
            return new Sum.Nothing();
        }
        if (present instanceof TextMatch.Exact exact && added instanceof TextMatch.Prefix prefix) {
            return exact.value().startsWith(prefix.value()) ? new Sum.Unchanged() : new Sum.Nothing();
        }
        if (present instanceof TextMatch.Prefix prefix && added instanceof TextMatch.Exact exact) {
            return exact.value().startsWith(prefix.value()) ? new Sum.Narrower(added) : new Sum.Nothing();
        }
        if (present instanceof TextMatch.Prefix one && added instanceof TextMatch.Prefix other) {
            return add(one.value(), other);
        }
        return new Sum.Both();
    }

    private static Sum add(String present, TextMatch.Prefix added) {
        if (present.startsWith(added.value())) {
            return new Sum.Unchanged();
        }
        return added.value().startsWith(present) ? new Sum.Narrower(added) : new Sum.Nothing();
    }
}
