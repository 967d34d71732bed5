package io.glooshot.report.rendering;

import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import java.util.List;
import java.util.Optional;

/** Renders reports. The same report gives the same text, whenever and wherever it is rendered. */
public final class ReportRenderer {

    private final Screen screen;

    /** @param screen for reports as text; no other form depends on it */
    public ReportRenderer(Screen screen) {
        this.screen = screen;
    }

    /**
     * @param experiment that the report is about, to show how to run it again; one with another UID is another experiment of
     *     the same name, and passed over. When there is none, it is rebuilt from the report as far as that goes
     * @return the whole document, with a line feed at its end
     */
    public String render(Report report, Optional<Experiment> experiment, ReportFormat format) {
        Story story = new Story(report);
        return switch (format) {
            case TEXT -> new TextReport(story, screen).text();
            case HTML -> HtmlReport.of(story, Rerun.of(story, experiment));
            case JUNIT -> JUnitReport.of(List.of(story));
            case JSON -> JsonReport.of(report);
            case MARKDOWN -> MarkdownReport.of(story, Rerun.of(story, experiment));
        };
    }

    /** JUnit XML with a suite for each of several reports. */
    public static String junit(List<Report> reports) {
        return JUnitReport.of(reports.stream().map(Story::new).toList());
    }

    /** Several reports as one List object. */
    public static String json(List<Report> reports) {
        return JsonReport.of(reports);
    }
}
