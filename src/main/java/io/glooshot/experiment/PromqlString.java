package io.glooshot.experiment;

/**
 * Text of others inside a string of PromQL, whose rules are those of Go. What is made here never ends the string that it
 * stands in, whatever the text.
 */
public final class PromqlString {

    private static final String REGEX = "\\.+*?()|[]{}^$";

    private PromqlString() {}

    /** The text as a whole string. */
    public static String quoted(String text) {
        return '"' + escaped(text, '"') + '"';
    }

    /** The text as part of a string that its quotes surround; not for raw strings, which know no escapes. */
    public static String escaped(String text, char quote) {
        StringBuilder escaped = new StringBuilder();
        for (char character : text.toCharArray()) {
            if (character == '\\' || character == quote) {
                escaped.append('\\').append(character);
            } else if (character < 0x20 || character == 0x7f) {
                escaped.append("\\x%02x".formatted((int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** A regular expression that matches the text and nothing else. */
    public static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (char character : text.toCharArray()) {
            if (REGEX.indexOf(character) >= 0) {
                regex.append('\\');
            }
            regex.append(character);
        }
        return regex.toString();
    }
}
