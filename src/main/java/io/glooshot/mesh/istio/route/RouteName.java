package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names by which our routes and objects are told from everybody else's. */
public final class RouteName {

    private static final String OURS = "glooshot-";
    /** A UID of Kubernetes and whatever follows, since people edit; any other UID only as we write it. */
    private static final Pattern NAME =
            Pattern.compile(OURS + "(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-.*|(.+)-[0-9]+)");

    private RouteName() {}

    public static String of(String uid, int number) {
        return OURS + uid + "-" + number;
    }

    public static boolean isOf(String uid, JsonNode route) {
        return route.path("name").asText().startsWith(OURS + uid + "-");
    }

    /** Of whichever experiment. */
    public static boolean isOurs(JsonNode route) {
        return uid(route).isPresent();
    }

    /** Of an object that we made; a user's own may begin like ours, but not with a UID. */
    public static Optional<String> uidOfObject(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    public static Optional<String> uid(JsonNode route) {
        Matcher matcher = NAME.matcher(route.path("name").asText());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
}
