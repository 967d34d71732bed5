package io.glooshot.report.rendering;

import io.glooshot.report.rendering.Point.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The values of a condition over time, drawn with characters: the threshold across, the faults along the axis. */
final class TextPlot {

    private static final int ROWS = 8;
    private static final int NARROWEST = 10;

    private final Story story;
    private final Screen screen;
    private final Glyphs glyphs;
    private final List<Point> points;
    private final OptionalDouble threshold;

    TextPlot(Story story, Screen screen, List<Point> points, OptionalDouble threshold) {
        this.story = story;
        this.screen = screen;
        this.glyphs = Glyphs.of(screen);
        this.points = points.stream().filter(point -> point.time().isPresent()).toList();
        this.threshold = threshold;
    }

    /** A character and its colour. */
    private record Cell(char character, Ink ink) {}

    /** None when there is no value to be drawn. */
    List<String> lines(int width) {
        double[] values = points.stream()
                .filter(point -> point.kind() == Kind.VALUE)
                .mapToDouble(Point::value)
                .toArray();
        if (values.length == 0) {
            return List.of();
        }
        Scale y = Scale.of(
                DoubleStream.concat(Arrays.stream(values), threshold.stream()).toArray());
        String top = Figures.brief(String.valueOf(y.to()));
        String bottom = Figures.brief(String.valueOf(y.from()));
        String limit = threshold.isPresent() ? " " + Figures.brief(String.valueOf(threshold.getAsDouble())) : "";
        int margin = Math.max(top.length(), bottom.length()) + 1;
        int columns = Math.max(NARROWEST, width - margin - 1 - limit.length());
        Scale x = time();
        DotGrid grid = new DotGrid(columns, ROWS);
        draw(grid, x, y);
        Cell[][] cells = cells(grid, x, y, columns);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String label = row == 0 ? top : row == ROWS - 1 ? bottom : "";
            boolean isLimit = threshold.isPresent() && row == grid.row(y.at(threshold.getAsDouble()));
            lines.add("%s%s%s%s"
                    .formatted(
                            padded(label, margin),
                            label.isEmpty() ? glyphs.side() : glyphs.tick(),
                            text(cells[row]),
                            isLimit ? Ink.RED.on(screen, limit) : ""));
        }
        if (points.stream().anyMatch(point -> point.kind() != Kind.VALUE)) {
            lines.add(padded("", margin) + glyphs.side() + text(troubles(grid, x, columns)));
        }
        lines.add(padded("", margin) + glyphs.corner() + text(axis(grid, x, columns)));
        lines.add(ends(x, margin, columns));
        return lines;
    }

    private Scale time() {
        return Scale.of(Stream.of(
                        points.stream().flatMap(point -> point.time().stream()),
                        story.faultsBegun().stream(),
                        story.faultsOff().stream())
                .flatMap(times -> times)
                .mapToDouble(TextPlot::seconds)
                .toArray());
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    /** What lies between two values that have anything else between them is not known. */
    private void draw(DotGrid grid, Scale x, Scale y) {
        Point last = null;
        for (Point point : points) {
            if (point.kind() == Kind.VALUE) {
                Point from = last == null ? point : last;
                grid.line(at(from, x), y.at(from.value()), at(point, x), y.at(point.value()));
            }
            last = point.kind() == Kind.VALUE ? point : null;
        }
    }

    private Cell[][] cells(DotGrid grid, Scale x, Scale y, int columns) {
        Cell[][] cells = new Cell[ROWS][columns];
        for (int row = 0; row < ROWS; row++) {
            boolean isLimit = threshold.isPresent() && row == grid.row(y.at(threshold.getAsDouble()));
            for (int column = 0; column < columns; column++) {
                int dots = grid.at(row, column);
                cells[row][column] = dots != 0
                        ? new Cell(glyphs.dots(dots), Ink.BLUE)
                        : isLimit ? new Cell(glyphs.threshold(), Ink.RED) : new Cell(' ', Ink.NONE);
            }
        }
        Stream.of(story.faultsOn(), story.faultsOff()).flatMap(Optional::stream).forEach(time -> {
            int column = grid.column(x.at(seconds(time)));
            for (Cell[] row : cells) {
                if (row[column].character() == ' ') {
                    row[column] = new Cell(glyphs.upright(), Ink.DIM);
                }
            }
        });
        points.stream()
                .filter(point -> point.kind() == Kind.VALUE && point.met())
                .forEach(point -> cells[grid.row(y.at(point.value()))][grid.column(at(point, x))] =
                        new Cell(glyphs.met(), Ink.RED));
        return cells;
    }

    private Cell[] troubles(DotGrid grid, Scale x, int columns) {
        Cell[] cells = new Cell[columns];
        Arrays.fill(cells, new Cell(' ', Ink.NONE));
        points.stream()
                .filter(point -> point.kind() != Kind.VALUE)
                .forEach(
                        point -> cells[grid.column(at(point, x))] = new Cell(glyphs.trouble(point.kind()), Ink.YELLOW));
        return cells;
    }

    private Cell[] axis(DotGrid grid, Scale x, int columns) {
        Cell[] cells = new Cell[columns];
        Arrays.fill(cells, new Cell(glyphs.axis(), Ink.NONE));
        Optional<Instant> begin = story.faultsOn().or(story::faultsBegun);
        if (begin.isPresent() && story.faultsOff().isPresent()) {
            int from = grid.column(x.at(seconds(begin.get())));
            int to = grid.column(x.at(seconds(story.faultsOff().get())));
            Arrays.fill(cells, Math.min(from, to), Math.max(from, to) + 1, new Cell(glyphs.faults(), Ink.YELLOW));
        }
        return cells;
    }

    private String ends(Scale x, int margin, int columns) {
        double origin = story.origin().map(TextPlot::seconds).orElse(x.from());
        String left = offset(x.from() - origin);
        String right = offset(x.to() - origin);
        int gap = Math.max(1, columns - left.length() - right.length());
        return " ".repeat(margin + 1) + left + " ".repeat(gap) + right;
    }

    private String offset(double seconds) {
        String text = Times.offset(Duration.ofMillis(Math.round(seconds * 1e3)));
        return screen.unicode() ? text : text.replace('−', '-');
    }

    private static double at(Point point, Scale x) {
        return x.at(seconds(point.time().orElseThrow()));
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - 1 - text.length())) + text + " ";
    }

    /** One sequence for each run of a colour, so that a line stays short. */
    private String text(Cell[] cells) {
        StringBuilder line = new StringBuilder();
        int start = 0;
        for (int at = 1; at <= cells.length; at++) {
            if (at == cells.length || cells[at].ink() != cells[start].ink()) {
                StringBuilder run = new StringBuilder();
                for (Cell cell : List.of(cells).subList(start, at)) {
                    run.append(cell.character());
                }
                line.append(cells[start].ink().on(screen, run.toString()));
                start = at;
            }
        }
        return line.toString();
    }
}
