package io.glooshot.experiment;

/** Cuts text that others wrote to a size that can safely be stored many times over in one Kubernetes object. */
public final class Brief {

    private static final int LIMIT = 200;
    private static final int MESSAGE_LIMIT = 500;

    private Brief() {}

    /**
     * At most 200 characters, and fewer when they take more room in stored JSON: a text of nothing but {@code <} is
     * six times as long there, and the bound on the size of a report must hold for any text.
     */
    public static String text(String text) {
        return text(text, LIMIT);
    }

    /** The same with more room, for what is stored a few times only, and is what people need to get on. */
    static String message(String text) {
        return text(text, MESSAGE_LIMIT);
    }

    /** The same with another limit. */
    public static String text(String text, int limit) {
        int end = end(text, limit);
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    static boolean fits(String text) {
        return end(text, LIMIT) == text.length();
    }

    private static int end(String text, int limit) {
        int room = limit;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            room -= storedSize(character);
            if (room < 0) {
                return at;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    private static int storedSize(int character) {
        if (character < 0x20 || character == '<' || character == '>' || character == '&') {
            return 6;
        }
        if (character == '"' || character == '\\') {
            return 2;
        }
        return character < 0x7f ? 1 : 6;
    }
}
