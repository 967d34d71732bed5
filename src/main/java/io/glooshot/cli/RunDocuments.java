package io.glooshot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.Report;
import io.glooshot.report.rendering.ReportFormat;
import io.glooshot.report.rendering.ReportRenderer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of all experiments of {@code glooshot run}, in one document for programs. */
final class RunDocuments {

    private RunDocuments() {}

    /** JUnit XML with a suite for each; one that could not run, or whose report was not seen, is in error. */
    static String junit(List<RunResult> results) {
        return ReportRenderer.junit(results.stream().map(RunDocuments::reportOf).toList());
    }

    /** The Report of one; of several, a list of them as kubectl has it. Those without a report are missing. */
    static String json(List<RunResult> results) {
        List<Report> reports =
                results.stream().flatMap(result -> result.report().stream()).toList();
        return results.size() == 1 && reports.size() == 1
                ? ReportFiles.document(reports.get(0), Optional.empty(), ReportFormat.JSON)
                : ReportRenderer.json(reports);
    }

    private static Report reportOf(RunResult result) {
        return result.report()
                .orElseGet(() -> new ObjectMapper()
                        .convertValue(
                                Map.of(
                                        "metadata",
                                        Map.of("name", result.name()),
                                        "spec",
                                        Map.of(
                                                "result",
                                                "Aborted",
                                                "reason",
                                                "NotRun",
                                                "message",
                                                "It could not run, or its report was not seen; the output of the command says why.")),
                                Report.class));
    }
}
