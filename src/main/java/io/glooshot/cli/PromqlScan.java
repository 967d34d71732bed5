package io.glooshot.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Looks through PromQL for what stands outside of quotes, brackets and comments.
 *
 * @param hasSetOperator whether {@code and} or {@code unless} is there, which bind weaker than a comparison
 */
record PromqlScan(List<Comparison> comparisons, boolean hasSetOperator) {

    /** A comparison, from its first character to the one after its last. */
    record Comparison(String symbol, int from, int to) {}

    private static final String COMPARING = "=!<>~";
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    static PromqlScan of(String text) {
        List<Comparison> comparisons = new ArrayList<>();
        boolean setOperator = false;
        Deque<Character> open = new ArrayDeque<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int next = i + 1;
            if (c == '"' || c == '\'' || c == '`') {
                next = afterQuote(text, i);
            } else if (c == '#') {
                int end = text.indexOf('\n', i);
                next = end < 0 ? text.length() : end;
            } else if (OPENING.indexOf(c) >= 0) {
                open.push(CLOSING.charAt(OPENING.indexOf(c)));
            } else if (CLOSING.indexOf(c) >= 0) {
                if (open.isEmpty() || open.pop() != c) {
                    throw StopWhen.wrong("has '%s' without what opens it".formatted(c));
                }
            } else if (open.isEmpty() && COMPARING.indexOf(c) >= 0) {
                next = after(text, i, COMPARING);
                comparisons.add(new Comparison(text.substring(i, next), i, next));
            } else if (Character.isLetter(c) || c == '_') {
                next = afterWord(text, i);
                String word = text.substring(i, next).toLowerCase(Locale.ROOT);
                setOperator |= open.isEmpty() && (word.equals("and") || word.equals("unless"));
            }
            i = next;
        }
        if (!open.isEmpty()) {
            throw StopWhen.wrong("lacks a '%s'".formatted(open.pop()));
        }
        return new PromqlScan(List.copyOf(comparisons), setOperator);
    }

    /** Nothing is escaped between backticks. */
    private static int afterQuote(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && quote != '`') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i + 1;
            }
        }
        throw StopWhen.wrong("has a %s that is not closed".formatted(quote));
    }

    private static int after(String text, int start, String characters) {
        int end = start;
        while (end < text.length() && characters.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static int afterWord(String text, int start) {
        int end = start;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_:".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }
}
