package io.glooshot.report.rendering;

/** Dots and lines on a raster of characters that hold two by four dots each. */
final class DotGrid {

    private static final int ACROSS = 2;
    private static final int DOWN = 4;
    /** Where Braille has each dot: by column, then by row. */
    private static final int[][] BITS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private final int columns;
    private final int rows;
    private final int[][] dots;

    DotGrid(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        dots = new int[rows][columns];
    }

    /** @param x from 0 at the left to 1 at the right */
    int column(double x) {
        return across(x) / ACROSS;
    }

    /** @param y from 0 at the bottom to 1 at the top */
    int row(double y) {
        return down(y) / DOWN;
    }

    /** The dots of a character, one bit each. */
    int at(int row, int column) {
        return dots[row][column];
    }

    /** A straight line, both ends included; they may be the same. */
    void line(double fromX, double fromY, double toX, double toY) {
        int steps = Math.max(Math.abs(across(toX) - across(fromX)), Math.abs(down(toY) - down(fromY)));
        for (int step = 0; step <= steps; step++) {
            double part = steps == 0 ? 0 : (double) step / steps;
            dot(across(fromX + (toX - fromX) * part), down(fromY + (toY - fromY) * part));
        }
    }

    private void dot(int x, int y) {
        dots[y / DOWN][x / ACROSS] |= BITS[x % ACROSS][y % DOWN];
    }

    private int across(double x) {
        return (int) Math.round(x * (columns * ACROSS - 1));
    }

    private int down(double y) {
        return (int) Math.round((1 - y) * (rows * DOWN - 1));
    }
}
