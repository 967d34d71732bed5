package io.glooshot.mesh.envoy;

import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a destination's runtime layer and of the keys in it. Neither a service nor a namespace can hold a dot or a
 * slash, so no two destinations share a name.
 */
final class LayerName {

    private static final Pattern LAYER = Pattern.compile("glooshot/([-a-z0-9]{1,63})/([-a-z0-9]{1,63})/([0-9]{1,5})");

    private static final int DIGEST_BYTES = 16;

    private LayerName() {}

    static String of(Destination destination) {
        return "glooshot/%s/%s/%d"
                .formatted(
                        destination.service().namespace(), destination.service().name(), destination.port());
    }

    /** The destination that a layer is for; empty when it is none of ours. */
    static Optional<Destination> destination(String layer) {
        Matcher match = LAYER.matcher(layer);
        return match.matches()
                ? Optional.of(new Destination(
                        new ServiceId(match.group(1), match.group(2)), Integer.parseInt(match.group(3))))
                : Optional.empty();
    }

    /** What all keys for a destination begin with. */
    static String keys(Destination destination) {
        return "glooshot.%s.%s.%d."
                .formatted(
                        destination.service().namespace(), destination.service().name(), destination.port());
    }

    static String key(Destination destination, RuntimeKey key) {
        return keys(destination) + key.suffix();
    }

    /**
     * A key that only filters with just this match look up, by a digest of the match in its name. So it does not matter
     * which of the two, layer or filter, a proxy takes first, or whether it has an old one: they act together or not.
     */
    static String key(Destination destination, CallMatch match, RuntimeKey key) {
        return match.hitsAll() ? key(destination, key) : keys(destination) + digest(match) + "." + key.suffix();
    }

    private static String digest(CallMatch match) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(MatchFilter.bytes(match)), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
