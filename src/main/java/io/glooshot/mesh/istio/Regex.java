package io.glooshot.mesh.istio;

/** Regular expressions in RE2's syntax. */
final class Regex {

    private Regex() {}

    /** For just this text. */
    static String quote(String text) {
        return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
    }
}
