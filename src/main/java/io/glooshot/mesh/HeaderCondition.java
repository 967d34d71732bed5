package io.glooshot.mesh;

import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What one header of a request has to be, as Envoy's filters see it: method and path are headers too. */
public record HeaderCondition(String name, TextMatch value) {

    /** What Envoy itself takes for gRPC; gRPC-Web, among others, is not. */
    public static final String GRPC_CONTENT = "application/grpc(\\+.*)?";

    public static final HeaderCondition GRPC = new HeaderCondition("content-type", new TextMatch.Regex(GRPC_CONTENT));

    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}/_-]");

    /** What a query may follow. */
    private static final String QUERY = "(\\?.*)?";

    /**
     * All that a request has to meet to be one of these calls; equal matches give it in the same order.
     *
     * @throws IllegalArgumentException when it {@link #canTell cannot be told}
     */
    public static List<HeaderCondition> of(CallMatch match) {
        List<HeaderCondition> conditions = new ArrayList<>();
        match.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> conditions.add(new HeaderCondition(header.getKey(), header.getValue())));
        match.method().ifPresent(method -> conditions.add(new HeaderCondition(":method", new TextMatch.Exact(method))));
        match.path().ifPresent(path -> conditions.add(new HeaderCondition(":path", withQuery(path))));
        return conditions;
    }

    /** Whether the path of these calls can be told from a query behind it. */
    public static boolean canTell(CallMatch match) {
        return match.path()
                .map(path -> !(path instanceof TextMatch.Regex regex)
                        || PathRegex.withoutQuery(regex.value()).isPresent())
                .orElse(true);
    }

    /** The pseudo header holds the query too, which is no part of what a user calls the path. */
    private static TextMatch withQuery(TextMatch path) {
        if (path instanceof TextMatch.Exact exact) {
            return new TextMatch.Regex(quote(exact.value()) + QUERY);
        }
        if (path instanceof TextMatch.Regex regex) {
            String alone = PathRegex.withoutQuery(regex.value())
                    .orElseThrow(() -> new IllegalArgumentException("a path cannot be told from its query by " + path));
            return new TextMatch.Regex("(?:" + alone + ")" + QUERY);
        }
        return path;
    }

    /** RE2 knows no \Q in the middle of what Java's quoting makes of a text with \E; it escapes one by one. */
    private static String quote(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
