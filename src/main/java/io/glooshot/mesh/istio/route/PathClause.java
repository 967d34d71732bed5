package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.TextMatch;
import java.util.List;

/**
 * Narrows a clause down to a path. Where {@code uri} is taken, there is the pseudo header {@code :path}, which has the query
 * behind the path. A text can be looked for in it just as exactly, a regular expression cannot.
 */
record PathClause(ObjectNode json, List<ObjectNode> roots, String where) {

    private static final String URI = "uri";
    private static final String HEADER = ":path";
    /** What Istio takes at most. */
    private static final int REGEX_LENGTH = 1024;

    boolean add(TextMatch match) {
        boolean inRoots = roots.stream().anyMatch(root -> root.has(URI));
        if (inRoots) {
            return match instanceof TextMatch.Regex ? refuse("its root has a uri") : header(match, false);
        }
        return json.has(URI) ? beside(StringMatch.parse(json.get(URI)), match) : alone(match);
    }

    private boolean alone(TextMatch match) {
        return match instanceof TextMatch.Regex || !ignoresCase() ? uri(match) : header(match, false);
    }

    private boolean beside(TextMatch own, TextMatch match) {
        StringMatch.Sum sum = ignoresCase() ? new StringMatch.Sum.Both() : StringMatch.add(own, match);
        if (sum instanceof StringMatch.Sum.Narrower narrower) {
            return uri(narrower.match());
        } else if (sum instanceof StringMatch.Sum.Unchanged) {
            return true;
        } else if (sum instanceof StringMatch.Sum.Nothing) {
            return false;
        } else if (!(match instanceof TextMatch.Regex)) {
            return header(match, false);
        } else if (own instanceof TextMatch.Regex) {
            return refuse("its uri is a regular expression already");
        }
        return uri(match) && header(own, ignoresCase());
    }

    private boolean uri(TextMatch match) {
        json.set(URI, StringMatch.json(match));
        return true;
    }

    private boolean header(TextMatch match, boolean ignoreCase) {
        if (json.path("headers").has(HEADER)
                || roots.stream().anyMatch(root -> root.path("headers").has(HEADER))) {
            return refuse("its match has uri and :path already");
        }
        String text = match instanceof TextMatch.Exact exact ? exact.value() : ((TextMatch.Prefix) match).value();
        String regex =
                (ignoreCase ? "(?i)" : "") + Regex.quote(text) + (match instanceof TextMatch.Exact ? "(\\?.*)?" : ".*");
        if (text.contains("?")) {
            return false;
        }
        boolean plain = match instanceof TextMatch.Prefix && !ignoreCase;
        if (!plain && regex.length() > REGEX_LENGTH) {
            return refuse("its uri and the path together are too long");
        }
        json.withObjectProperty("headers").set(HEADER, StringMatch.json(plain ? match : new TextMatch.Regex(regex)));
        return true;
    }

    private boolean ignoresCase() {
        return json.path("ignoreUriCase").asBoolean();
    }

    private boolean refuse(String why) {
        throw Clause.notSupported(where, why);
    }
}
