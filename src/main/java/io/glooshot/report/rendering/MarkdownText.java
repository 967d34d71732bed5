package io.glooshot.report.rendering;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Markdown in which what others wrote stands as code only: nothing in code is a link, a mention of a person, or HTML, on
 * any site that shows it.
 */
final class MarkdownText {

    private static final Pattern TICKS = Pattern.compile("`+");
    private static final int SHORTEST_FENCE = 3;

    private MarkdownText() {}

    /** On one line, not in a table. */
    static String code(String text) {
        String line = Visible.line(text);
        String ticks = "`".repeat(longestTicks(line) + 1);
        boolean needsRoom = line.isBlank() || line.startsWith("`") || line.endsWith("`");
        return needsRoom ? ticks + " " + line + " " + ticks : ticks + line + ticks;
    }

    /** In a table, where a bar ends a cell even in code, and a backslash before it does not always help. */
    static String cell(String text) {
        return code(Visible.line(text).replace("\\", "[U+005C]")).replace("|", "\\|");
    }

    /** Lines as they are. */
    static String block(String language, String text) {
        String fence = "`".repeat(Math.max(SHORTEST_FENCE, longestTicks(text) + 1));
        return fence + language + "\n" + text.stripTrailing() + "\n" + fence + "\n";
    }

    /** @param rows whose cells are Markdown already */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(head));
        table.append(row(head.stream().map(cell -> "---").toList()));
        rows.forEach(cells -> table.append(row(cells)));
        return table.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static int longestTicks(String text) {
        return TICKS.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
