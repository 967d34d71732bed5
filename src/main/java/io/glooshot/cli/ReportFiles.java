package io.glooshot.cli;

import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.report.rendering.ReportFormat;
import io.glooshot.report.rendering.ReportRenderer;
import io.glooshot.report.rendering.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where reports go: to the terminal, in what it can show, or to a file. */
final class ReportFiles {

    private static final int USUAL_WIDTH = 100;

    private ReportFiles() {}

    /** As text for whatever standard output is. */
    static String text(Report report) {
        int width = StandardOutput.columns();
        var screen = new Screen(
                width > 0 ? Math.min(width, USUAL_WIDTH) : USUAL_WIDTH,
                width > 0 && StandardOutput.mayHaveColours(),
                StandardOutput.encoding().newEncoder().canEncode('⣀'));
        return new ReportRenderer(screen).render(report, Optional.empty(), ReportFormat.TEXT);
    }

    /** What a document is made of does not depend on the terminal. */
    static String document(Report report, Optional<Experiment> experiment, ReportFormat format) {
        return new ReportRenderer(Screen.PLAIN).render(report, experiment, format);
    }

    /**
     * Writes a document, in UTF-8, over what is there.
     *
     * @throws CommandFailure when that cannot be done
     */
    static void write(Path file, String document) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new CommandFailure(
                    file + " cannot be written", e.toString(), "Choose another file, or make room for it.", e);
        }
    }

    /** Documents say of themselves that they are in UTF-8, whatever the terminal is. */
    static void print(PrintWriter out, String document, boolean isDocument) {
        out.flush();
        if (isDocument && !StandardOutput.encoding().equals(StandardCharsets.UTF_8)) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        } else {
            out.print(document);
            out.flush();
        }
    }
}
