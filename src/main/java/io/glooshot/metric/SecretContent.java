package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.glooshot.experiment.AbortException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What a Secret holds, or why it holds nothing. Never shows what it holds. */
final class SecretContent {

    private final String name;
    private final String version;
    private final Map<String, String> data;
    private final AbortException trouble;

    private SecretContent(String name, String version, Map<String, String> data, AbortException trouble) {
        this.name = name;
        this.version = version;
        this.data = data;
        this.trouble = trouble;
    }

    static SecretContent of(String namespace, String name, Secret secret) {
        return new SecretContent(
                "Secret %s in namespace %s".formatted(name, namespace),
                secret.getMetadata().getUid() + "/" + secret.getMetadata().getResourceVersion(),
                Optional.ofNullable(secret.getData()).orElse(Map.of()),
                null);
    }

    static SecretContent missing(String reason, String message) {
        return new SecretContent("", "", Map.of(), new AbortException(reason, message));
    }

    /** Itself, or the failure to be there. */
    SecretContent required() {
        if (trouble != null) {
            throw trouble;
        }
        return this;
    }

    boolean isMissing() {
        return trouble != null;
    }

    /** Changes whenever the content does. */
    String version() {
        return version;
    }

    byte[] bytes(String key) {
        String encoded = data.get(key);
        if (encoded == null) {
            throw new AbortException("SecretNotFound", "%s has no key %s.".formatted(name, key));
        }
        return Base64.getDecoder().decode(encoded);
    }

    /** Without the line break that files end with, and nothing that could not stand in a header. */
    String text(String key) {
        String text = new String(bytes(key), UTF_8).strip();
        if (!text.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            throw new AbortException(
                    "SecretNotUsable", "Key %s of %s is not one line of ASCII text.".formatted(key, name));
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}
