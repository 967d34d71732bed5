package io.glooshot.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns with three spaces between them, under headings in capital letters, as kubectl prints them. */
class Table {

    private static final String GAP = "   ";

    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        widths = new int[headings.length];
        add(List.of(headings));
    }

    /** @param cells as many as there are headings; null and empty ones are shown as {@code <none>} */
    void row(Object... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, widths.length));
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell == null ? "" : FailureReport.oneLine(cell.toString());
            row.add(text.isEmpty() ? "<none>" : text);
        }
        add(row);
    }

    /** Whether there is nothing below the headings. */
    boolean isEmpty() {
        return rows.size() == 1;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - length(cell))).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The same, and forgets the rows: those that come later stand under them in the same columns. */
    String takeText() {
        String text = text();
        rows.clear();
        return text;
    }

    private void add(List<String> row) {
        rows.add(row);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(row.get(i)));
        }
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
