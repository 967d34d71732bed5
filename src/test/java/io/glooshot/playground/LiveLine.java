package io.glooshot.playground;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A line about something that goes on: redrawn in place on a terminal; elsewhere a new one every few seconds, and one
 * for every change that must not be missed.
 */
public final class LiveLine implements AutoCloseable {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(3);
    private static final int USUAL_WIDTH = 120;

    private final Progress progress;
    private final int width;
    private String lastHeading = "";
    private String lastDrawn = "";
    private Duration printedAt = Duration.ZERO;

    LiveLine(Progress progress) {
        this.progress = progress;
        this.width = progress.onTerminal() ? terminalWidth() : Integer.MAX_VALUE;
    }

    /** @param heading when it changes, the line is printed even where lines are printed rarely */
    public void show(String heading, String details) {
        lastDrawn = progress.stamped(heading + "  " + details);
        if (progress.onTerminal()) {
            progress.redraw(clipped());
        } else if (!heading.equals(lastHeading)
                || progress.sinceStart().compareTo(printedAt.plus(PLAIN_INTERVAL)) >= 0) {
            printedAt = progress.sinceStart();
            progress.print(lastDrawn);
        }
        lastHeading = heading;
    }

    /** Something that happens meanwhile and stays to be read. */
    public void note(String text) {
        if (progress.onTerminal()) {
            progress.redraw(progress.stamped(text) + System.lineSeparator());
            progress.redraw(clipped());
        } else {
            progress.print(progress.stamped(text));
        }
    }

    /** A line that wraps could not be redrawn. */
    private String clipped() {
        return lastDrawn.length() < width ? lastDrawn : lastDrawn.substring(0, Math.max(0, width - 1));
    }

    private static int terminalWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            int columns = Integer.parseInt(size[size.length - 1]);
            return columns > 0 ? columns : USUAL_WIDTH;
        } catch (IOException | NumberFormatException noTerminalToAsk) {
            return USUAL_WIDTH;
        }
    }

    @Override
    public void close() {
        if (progress.onTerminal()) {
            progress.print("");
        }
    }
}
