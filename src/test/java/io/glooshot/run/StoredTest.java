package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Breach;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.StoredVerdict;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void understandsABreachOfAConditionThatIsNotPlannedAnyMore() {
        Breach breach = new Breach(
                "gone",
                "+Inf",
                ComparisonOperator.GREATER,
                "5",
                "x{a=\"b\"}",
                Map.of("pod", "a"),
                START.plusSeconds(3).toString());
        StoredVerdict verdict = new StoredVerdict(
                State.Failed, "ConditionMet", "met", START.plusSeconds(4).toString(), breach);
        Plan plan = new Plan(
                "uid",
                "books",
                "name",
                null,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));

        Stopping stopping = Stored.stopping(new Started(START, START.plusSeconds(60)), verdict, plan);

        assertThat(stopping.verdictAt()).isEqualTo(START.plusSeconds(4));
        assertThat(stopping.verdict().result()).isEqualTo(State.Failed);
        assertThat(stopping.verdict().message()).isEqualTo("Failure condition gone was met: +Inf > 5 in {pod=\"a\"}.");
    }
}
