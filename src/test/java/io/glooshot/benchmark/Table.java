package io.glooshot.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words to the left, figures to the right. */
final class Table {

    private final String title;
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, List<String> header) {
        this.title = title;
        this.header = header;
    }

    Table row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells + " does not fit " + header);
        }
        rows.add(cells);
        return this;
    }

    String text() {
        return "\n" + title + "\n" + padded(header, "  ") + "\n"
                + rows.stream().map(row -> padded(row, "  ") + "\n").collect(Collectors.joining()) + "\n";
    }

    String markdown() {
        List<String> rule = IntStream.range(0, header.size())
                .mapToObj(column -> column == 0 ? ":" + "-".repeat(width(0) - 1) : "-".repeat(width(column) - 1) + ":")
                .toList();
        return "\n" + title + "\n\n" + line(header) + line(rule)
                + rows.stream().map(this::line).collect(Collectors.joining());
    }

    private String line(List<String> cells) {
        return "| " + padded(cells, " | ") + " |\n";
    }

    private String padded(List<String> cells, String between) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), width(column), column > 0))
                .collect(Collectors.joining(between));
    }

    private static String padded(String cell, int width, boolean isFigure) {
        String space = " ".repeat(width - cell.length());
        return isFigure ? space + cell : cell + space;
    }

    private int width(int column) {
        return Math.max(
                2,
                Math.max(
                        header.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)));
    }
}
