package io.glooshot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.Report;
import io.glooshot.report.rendering.ReportFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What became of all experiments of {@code glooshot run}, in one document for programs. */
final class RunDocuments {

    private static final String SUITES = "<testsuites>\n";
    private static final String END = "</testsuites>";

    private RunDocuments() {}

    /** JUnit XML with a suite for each; one that could not run, or whose report was not seen, is in error. */
    static String junit(List<RunResult> results) {
        List<String> documents = results.stream()
                .map(result -> ReportFiles.document(reportOf(result), Optional.empty(), ReportFormat.JUNIT))
                .toList();
        String suites = IntStream.range(0, documents.size())
                .mapToObj(i -> suite(documents.get(i)).replaceFirst("id=\"0\"", "id=\"" + i + "\""))
                .collect(Collectors.joining());
        return documents.get(0).substring(0, documents.get(0).indexOf(SUITES)) + SUITES + suites + END + "\n";
    }

    /** The Report of one; of several, a list of them as kubectl has it. Those without a report are missing. */
    static String json(List<RunResult> results) {
        List<String> documents = results.stream()
                .flatMap(result -> result.report().stream())
                .map(report -> ReportFiles.document(report, Optional.empty(), ReportFormat.JSON))
                .toList();
        if (results.size() == 1 && documents.size() == 1) {
            return documents.get(0);
        }
        return documents.stream()
                .map(String::strip)
                .collect(
                        Collectors.joining(",\n", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [", "]}\n"));
    }

    private static String suite(String document) {
        return document.substring(document.indexOf(SUITES) + SUITES.length(), document.lastIndexOf(END));
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
