package io.glooshot.conversion;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one place of the input.
 *
 * @param source name of the text
 * @param line in the text, from 1; 0 for the text as a whole
 * @param object kind, namespace and name of the object that it is of; empty where there is none
 * @param path of the field, such as {@code spec.spec.faults[0].fault}; empty for the object as a whole. Tells of all below it as well
 * @param value what stands there; empty where nothing does
 * @param outcome a sentence: what became of it, why, and what to do
 */
public record Note(
        Severity severity, String source, int line, String object, String path, String value, String outcome) {

    private static final int LONGEST_VALUE = 120;
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}|\\p{Cf}|[\\u2028\\u2029]");
    private static final Pattern USER_OF_URL = Pattern.compile("://[^/?#\\s]*@");

    /** How much the outcome differs from the input. */
    public enum Severity {
        /** The same in another form, or nothing that a user has written. */
        INFO,
        /** Carried over, but it does something else than before or than it said. */
        WARNING,
        /** Not carried over. */
        LOST,
        /** Could not be read at all. */
        ERROR;

        public boolean isLoss() {
            return this == LOST || this == ERROR;
        }
    }

    /** One line, free of control characters and of passwords in URLs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ").append(severity.name().toLowerCase(Locale.ROOT)).append(": ");
        if (!object.isEmpty()) {
            text.append(object).append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path)
                    .append(value.isEmpty() ? "" : " (" + shortened() + ")")
                    .append(": ");
        }
        return printable(text.append(outcome).toString());
    }

    private String shortened() {
        String plain = USER_OF_URL.matcher(value.strip()).replaceAll("://…@");
        return plain.length() <= LONGEST_VALUE ? plain : plain.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "\n".equals(found.group())
                                ? " "
                                : "\\u%04x".formatted((int) found.group().charAt(0))));
    }
}
