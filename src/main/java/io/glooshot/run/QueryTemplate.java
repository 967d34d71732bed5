package io.glooshot.run;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.PromqlString;
import java.time.Duration;

/**
 * A query with placeholders such as {@code {{service}}}. Reads PromQL just far enough to know strings and comments from the
 * rest, so that what is filled in can neither end the string that it stands in nor mean anything but itself.
 */
final class QueryTemplate {

    /** As long as the field may be that it comes from: a report holds the queries of all conditions. */
    private static final int LONGEST = 4096;

    /** Marks that a position is in no string. */
    private static final char NONE = 0;

    private final String field;
    private final String text;
    private final Placeholders values;
    private final Duration window;
    private final StringBuilder query = new StringBuilder();
    private int at;
    private char quote = NONE;
    private String before = "";

    private QueryTemplate(String field, String text, Placeholders values, Duration window) {
        this.field = field;
        this.text = text;
        this.values = values;
        this.window = window;
    }

    /**
     * The query.
     *
     * @param field where the template stands, for people
     * @param window what {@code {{interval}}} stands for
     */
    static String fill(String field, String template, Placeholders values, Duration window) {
        return new QueryTemplate(field, template, values, window).filled();
    }

    private String filled() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (text.startsWith("{{", at)) {
                query.append(placeholder());
            } else if (quote == NONE) {
                code(next);
            } else {
                string(next);
            }
        }
        if (query.length() > LONGEST) {
            throw refused(
                    "QueryTooLong",
                    "%d characters when it is filled in; at most %d are possible".formatted(query.length(), LONGEST));
        }
        return query.toString();
    }

    private void code(char next) {
        if (next == '#') {
            int end = text.indexOf('\n', at);
            copy((end == -1 ? text.length() : end) - at);
            return;
        }
        if (next == '"' || next == '\'' || next == '`') {
            quote = next;
        } else if (!Character.isWhitespace(next)) {
            before = before.substring(Math.max(0, before.length() - 1)) + next;
        }
        copy(1);
    }

    private void string(char next) {
        if (next == '\\' && quote != '`') {
            if (text.startsWith("{{", at + 1)) {
                throw refused("InvalidPlaceholder", "a placeholder right after a backslash, which would change it");
            }
            copy(Math.min(2, text.length() - at));
            return;
        }
        if (next == quote) {
            quote = NONE;
            before = "";
        }
        copy(1);
    }

    private void copy(int length) {
        query.append(text, at, at + length);
        at += length;
    }

    private String placeholder() {
        int end = text.indexOf("}}", at);
        String name = text.substring(at + 2, end == -1 ? text.length() : end).trim();
        String value = switch (end == -1 ? "" : name) {
            case "service" -> text(name, values.service(field));
            case "namespace" -> text(name, values.namespace(field));
            case "experiment" -> text(name, values.experiment());
            case "interval" -> PromqlDuration.text(window);
            default ->
                throw refused(
                        "UnknownPlaceholder",
                        "the placeholder '{{%s%s'; possible are %s"
                                .formatted(name, end == -1 ? "" : "}}", Placeholders.POSSIBLE));
        };
        at = end + 2;
        return value;
    }

    private String text(String name, String value) {
        if (quote == NONE) {
            throw refused(
                    "InvalidPlaceholder",
                    "{{%s}} outside of quotes; it stands for a text, as in label=\"{{%s}}\"".formatted(name, name));
        }
        boolean isRegex = before.equals("=~") || before.equals("!~");
        String meant = isRegex ? PromqlString.regex(value) : value;
        if (quote != '`') {
            return PromqlString.escaped(meant, quote);
        }
        if (meant.indexOf('`') != -1 || meant.indexOf('\r') != -1) {
            throw refused("InvalidPlaceholder", "{{%s}} in backticks, where its value cannot stand".formatted(name));
        }
        return meant;
    }

    private AbortException refused(String reason, String what) {
        return new AbortException(reason, "%s has %s.".formatted(field, what));
    }
}
