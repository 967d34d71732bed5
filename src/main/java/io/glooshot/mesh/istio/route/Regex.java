package io.glooshot.mesh.istio.route;

/** Regular expressions in RE2's syntax. */
public final class Regex {

    private Regex() {}

    /** For just this text. */
    public static String quote(String text) {
        return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
    }
}
