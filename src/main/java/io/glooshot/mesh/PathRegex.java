package io.glooshot.mesh;

import java.util.Optional;

/**
 * Makes a regular expression for paths, in RE2 syntax, one for texts that hold no question mark: so that it ends where a
 * query begins. It takes what is usual in paths, and nothing that it would have to guess about.
 */
final class PathRegex {

    private static final String QUERY = "?";
    private static final String LIKE_LETTERS = "dws";
    /** Each is whatever its small letter is not, the question mark included. */
    private static final String UNLIKE_LETTERS = "DWS";
    /** Alike at the end of a text and before a question mark. */
    private static final String PLACES = "AbB";

    private final StringBuilder rewritten = new StringBuilder();
    private final String regex;
    private int at;
    private int depth;

    private PathRegex(String regex) {
        this.regex = regex;
    }

    /** The expression that matches what this one does, but for texts with a question mark; empty when that is not sure. */
    static Optional<String> withoutQuery(String regex) {
        PathRegex path = new PathRegex(regex);
        while (path.at < regex.length()) {
            if (!path.next()) {
                return Optional.empty();
            }
        }
        return Optional.of(path.rewritten.toString());
    }

    private boolean next() {
        char next = regex.charAt(at++);
        return switch (next) {
            case '.' -> write("[^?]");
            case '\\' -> escape();
            case '[' -> characters();
            case '(' -> group();
            case ')' -> {
                depth--;
                yield write(")");
            }
            case '$' -> end();
            default -> write(String.valueOf(next));
        };
    }

    private boolean write(String text) {
        rewritten.append(text);
        return true;
    }

    private boolean escape() {
        char escaped = peek();
        at++;
        if (UNLIKE_LETTERS.indexOf(escaped) >= 0) {
            return write("[^\\" + Character.toLowerCase(escaped) + "?]");
        }
        return (isSpecial(escaped) && escaped != '?' || (LIKE_LETTERS + PLACES).indexOf(escaped) >= 0)
                && write("\\" + escaped);
    }

    private boolean group() {
        depth++;
        if (peek() != '?') {
            return write("(");
        }
        for (String known : new String[] {"?:", "?i:", "?i)"}) {
            if (regex.startsWith(known, at)) {
                at += known.length();
                depth -= known.endsWith(")") ? 1 : 0;
                return write("(" + known);
            }
        }
        return false;
    }

    /** Says nothing where the path ends anyway; elsewhere it would have to look for a question mark. */
    private boolean end() {
        return depth == 0 && (at == regex.length() || peek() == '|');
    }

    private boolean characters() {
        boolean negated = peek() == '^';
        at += negated ? 1 : 0;
        StringBuilder set = new StringBuilder(negated ? "[^" : "[");
        int start = at;
        while (peek() != ']') {
            String from = character();
            if (from.isEmpty()) {
                return false;
            }
            set.append(from);
            if (peek() == '-' && at + 1 < regex.length() && regex.charAt(at + 1) != ']') {
                at++;
                String to = character();
                if (to.isEmpty() || !negated && spansQuery(from, to)) {
                    return false;
                }
                set.append('-').append(to);
            } else if (!negated && !isSafe(from)) {
                return false;
            }
        }
        at++;
        // One that is empty up to its bracket is not: the bracket is its first character.
        return at - 1 > start && write(set + (negated ? "?]" : "]"));
    }

    /** The next of a set, escaped where it might be taken for something else; empty when there is none that is known. */
    private String character() {
        char next = peek();
        at++;
        if (next == '\\') {
            char escaped = peek();
            at++;
            return isSpecial(escaped) || (LIKE_LETTERS + UNLIKE_LETTERS).indexOf(escaped) >= 0 ? "\\" + escaped : "";
        }
        if (next == '[' || next == 0) {
            return "";
        }
        return isSpecial(next) ? "\\" + next : String.valueOf(next);
    }

    private static boolean isSafe(String character) {
        return !character.endsWith(QUERY)
                && !(character.length() > 1 && UNLIKE_LETTERS.indexOf(character.charAt(1)) >= 0);
    }

    private static boolean spansQuery(String from, String to) {
        return last(from) <= '?' && last(to) >= '?' || from.length() > 1 && !isSpecial(last(from));
    }

    private static char last(String character) {
        return character.charAt(character.length() - 1);
    }

    /** What RE2 lets be escaped, and means just itself by. */
    private static boolean isSpecial(char character) {
        return character > ' ' && character < 127 && !Character.isLetterOrDigit(character);
    }

    private char peek() {
        return at < regex.length() ? regex.charAt(at) : 0;
    }
}
