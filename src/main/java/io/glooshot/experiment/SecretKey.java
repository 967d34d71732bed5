package io.glooshot.experiment;

/** One value in a Secret: where it is, and never what it is. */
public record SecretKey(String namespace, String name, String key) {

    @Override
    public String toString() {
        return "key %s of Secret %s in namespace %s".formatted(key, name, namespace);
    }
}
