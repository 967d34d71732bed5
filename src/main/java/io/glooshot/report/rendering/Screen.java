package io.glooshot.report.rendering;

/**
 * What a report as text is made for.
 *
 * @param width columns that a line may take; one narrower than 60 is taken for 60
 * @param colour whether colours may be used, by ANSI sequences
 * @param unicode whether more than ASCII can be shown by what the report itself draws; what it quotes stays as it is
 */
public record Screen(int width, boolean colour, boolean unicode) {

    private static final int NARROWEST = 60;

    /** For files and pipes. */
    public static final Screen PLAIN = new Screen(100, false, true);

    public Screen {
        width = Math.max(NARROWEST, width);
    }
}
