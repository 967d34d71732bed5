package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.cli.PlannedExperiment.Change;
import io.glooshot.cli.PlannedExperiment.Condition;
import io.glooshot.cli.PlannedExperiment.Start;
import io.glooshot.run.HitCaller;
import io.glooshot.run.Objection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {

    private static final PlannedExperiment PLAN = new PlannedExperiment(
            "shop",
            "abort-ratings",
            "istio",
            Start.No,
            List.of(
                    new Objection("PolicyViolation", "ExperimentPolicy gentle, spec.maxPercentage: too much.", true),
                    new Objection("ConditionUnreadable", "Prometheus refused the connection.", false)),
            List.of("The timeout and retries of a route are of no use against the fault."),
            List.of(
                    new HitCaller(0, "ratings.shop:9080", "reviews-v1.shop", 12.34567, 6.172835, false),
                    new HitCaller(0, "ratings.shop:9080", "unknown", 1, 0.5, true)),
            List.of(
                    new Condition("errors", "sum(rate(errors[1m]))", ">", 0.05, "0.012", null, false),
                    new Condition("latency", "latency", ">", 0.5, "0.75", null, true),
                    new Condition("pager", "Down", ">=", 1, null, "refused", false)),
            List.of(
                    new Change("VirtualService shop/ratings", "a: 1\nb: 2\nc: 3\n", "a: 1\nb: 5\nc: 3\n"),
                    new Change("EnvoyFilter shop/new", null, "a: 1\n")));

    @Test
    void tellsWhatSpeaksAgainstItWhomItHitsAndWhatItWrites() throws IOException {
        assertThat(new PlanText(PLAN).text()).isEqualTo(Files.readString(Path.of("src/test/resources/cli/plan.txt")));
    }

    @Test
    void cannotBeMadeToDriveTheTerminal() {
        String mischief = WatchSamples.MISCHIEF;
        var hostile = new PlannedExperiment(
                mischief,
                mischief,
                mischief,
                Start.Unknown,
                List.of(new Objection(mischief, mischief, true)),
                List.of(mischief),
                List.of(new HitCaller(0, mischief, mischief, 1, 1, false)),
                List.of(new Condition(mischief, mischief, mischief, 1, null, mischief, false)),
                List.of(new Change(mischief, mischief, mischief + "\n" + mischief)));

        assertThat(new PlanText(hostile).text()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    }
}
