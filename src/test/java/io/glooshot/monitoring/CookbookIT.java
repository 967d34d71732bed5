package io.glooshot.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.docs.Markdown;
import io.glooshot.playground.Command;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus understands the queries that the pages show. */
class CookbookIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void everyQueryCanBeParsed() throws IOException {
        List<String> queries = Markdown.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("promql"))
                .map(Markdown.Block::text)
                .toList();

        assertThat(queries).hasSizeGreaterThan(10);
        Command.Result result = check(queries);
        assertThat(result.ok()).as(result.text()).isTrue();
    }

    @Test
    void noticesOneThatCannot() throws IOException {
        assertThat(check(List.of("sum(rate(orders_total))")).text()).contains("expected type range vector");
    }

    private Command.Result check(List<String> queries) throws IOException {
        Path file = Files.writeString(directory.resolve("queries.yaml"), Monitoring.asRules(queries));
        Path promtool = Parts.onThisMachine(Progress.toStandardOut()).get(Part.PROMTOOL);
        return Command.of(promtool, "check", "rules", file.toString()).run(LIMIT);
    }
}
