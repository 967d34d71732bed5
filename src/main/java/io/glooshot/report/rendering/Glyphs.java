package io.glooshot.report.rendering;

import io.glooshot.report.rendering.Point.Kind;

/** The characters that plots are drawn with. */
record Glyphs(
        char met,
        char threshold,
        char upright,
        char side,
        char tick,
        char corner,
        char axis,
        char faults,
        char notFinite,
        char noData,
        char failed,
        char bar,
        boolean isBraille) {

    private static final Glyphs UNICODE = new Glyphs('●', '╌', '┊', '│', '┤', '└', '─', '━', '?', '○', '×', '█', true);
    private static final Glyphs ASCII = new Glyphs('#', '-', ':', '|', '+', '+', '-', '=', '?', 'o', 'x', '#', false);

    private static final char EMPTY_BRAILLE = '⠀';

    static Glyphs of(Screen screen) {
        return screen.unicode() ? UNICODE : ASCII;
    }

    /** @param dots eight of them, one bit each */
    char dots(int dots) {
        return isBraille ? (char) (EMPTY_BRAILLE + dots) : '*';
    }

    char trouble(Kind kind) {
        return switch (kind) {
            case FAILED -> failed;
            case NO_DATA -> noData;
            default -> notFinite;
        };
    }
}
