package io.glooshot.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool judges the alerts by series made for it, and reads the queries of the dashboard. */
class RulesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static Path promtool;

    @TempDir
    Path directory;

    @BeforeAll
    static void find() {
        promtool = Parts.onThisMachine(Progress.toStandardOut()).get(Part.PROMTOOL);
    }

    @Test
    void theAlertsAreValid() throws IOException {
        succeeds("check", "rules", file("rules.yaml", Monitoring.rules()));
    }

    @Test
    void theAlertsFireWhenTheyShallAndNotOtherwise() throws IOException {
        file("rules.yaml", Monitoring.rules());
        succeeds(
                "test",
                "rules",
                file("test.yaml", Files.readString(Path.of("src/test/resources/monitoring/rules-test.yaml"))));
    }

    @Test
    void noticesAnAlertThatStaysSilent() throws IOException {
        file("rules.yaml", Monitoring.rules().replace("runs_active", "runs_active_no_more"));
        String test = file("test.yaml", Files.readString(Path.of("src/test/resources/monitoring/rules-test.yaml")));

        Command.Result result = promtool("test", "rules", test);

        assertThat(result.ok()).isFalse();
        assertThat(result.text()).contains("GlooShotControllerDownWithFault");
    }

    @Test
    void theDashboardAsksWhatPrometheusUnderstands() throws IOException {
        List<String> queries = Monitoring.dashboardQueries();

        assertThat(queries).isNotEmpty();
        succeeds("check", "rules", file("queries.yaml", Monitoring.asRules(queries)));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static void succeeds(String... arguments) throws IOException {
        Command.Result result = promtool(arguments);
        assertThat(result.ok()).as(result.text()).isTrue();
    }

    private static Command.Result promtool(String... arguments) throws IOException {
        return Command.of(promtool, arguments).run(LIMIT);
    }
}
