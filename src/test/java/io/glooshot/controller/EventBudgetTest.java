package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Moment;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {

    private Moment now = new Moment(Instant.parse("2026-01-01T12:00:00Z"), 0);
    private final EventBudget budget = new EventBudget(() -> now);

    @Test
    void tellsTheSameThingOnceAPeriod() {
        assertThat(budget.allows("one")).isTrue();
        assertThat(budget.allows("one")).isFalse();
        assertThat(budget.allows("other")).isTrue();

        now = now.plus(EventBudget.PERIOD);
        assertThat(budget.allows("one")).isTrue();
    }

    @Test
    void tellsOfNoMoreThanSoManyThings() {
        assertThat(IntStream.range(0, 2 * EventBudget.MOST)
                        .filter(i -> budget.allows("thing " + i))
                        .count())
                .isEqualTo(EventBudget.MOST);

        now = now.plus(EventBudget.PERIOD);
        assertThat(budget.allows("another")).isTrue();
    }
}
