package io.glooshot.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The scores as people read them, in a terminal and in a document. */
final class ScoreTable {

    private ScoreTable() {}

    static String of(Settings settings, List<Score> scores, List<String> undone, List<String> problems, Duration took) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Score.HEADER);
        scores.forEach(score -> rows.add(score.row()));
        Bound all = new Bound(
                scores.stream().mapToInt(Score::runs).sum(),
                scores.stream().mapToInt(Score::badRuns).sum());
        String table = lines(rows);
        String sum =
                "%d runs, %d of them not as they should be: with 95 %% confidence fewer than %s of runs go wrong so."
                        .formatted(all.trials(), all.failures(), Score.percent(all));
        String origin = "Seed %d, %s form, %d min %d s. Again: ./mvnw -Pcampaign -Dcampaign.seed=%d%s"
                .formatted(
                        settings.seed(),
                        settings.isShort() ? "short" : "full",
                        took.toMinutes(),
                        took.toSecondsPart(),
                        settings.seed(),
                        settings.only().isEmpty() ? "" : " -Dcampaign.only=" + String.join(",", settings.only()));
        String wrong = problems.isEmpty()
                ? "Nothing is wrong."
                : "Wrong:\n" + problems.stream().map(each -> "- " + each).collect(Collectors.joining("\n"));
        String missing = undone.isEmpty()
                ? "All was done."
                : "Not done:\n" + undone.stream().map(each -> "- " + each).collect(Collectors.joining("\n"));
        return String.join("\n\n", table, sum, origin, missing, wrong);
    }

    private static String lines(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        String rule = IntStream.range(0, widths.length)
                .mapToObj(column -> column < 2 ? "-".repeat(widths[column]) : "-".repeat(widths[column] - 1) + ":")
                .collect(Collectors.joining(" | ", "| ", " |"));
        List<String> lines = rows.stream().map(row -> line(row, widths)).toList();
        return Stream.concat(Stream.of(lines.get(0), rule), lines.subList(1, lines.size()).stream())
                .collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> {
                    String space = " ".repeat(widths[column] - row.get(column).length());
                    return column < 2 ? row.get(column) + space : space + row.get(column);
                })
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
