package io.glooshot.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldingsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Holdings holdings = new Holdings();

    @Test
    void tellsTheFirstMomentWithAndTheFirstWithoutTheFault() {
        see(0);
        see(1, "a");
        see(2, "a", "b");
        see(3, "b");
        see(4, "b");

        assertThat(holdings.of("a")).contains(new Holdings.Span(at(1), at(3), false));
        assertThat(holdings.isAnyOn()).isTrue();
    }

    @Test
    void whatComesBackWasOnUntilItWentForTheLastTime() {
        see(1, "a");
        see(2);
        see(7, "a");
        see(8);
        see(9);

        assertThat(holdings.of("a")).contains(new Holdings.Span(at(1), at(8), false));
    }

    @Test
    void whatIsStillOnIsOnUntilNow() {
        see(1, "a");

        assertThat(holdings.of("a").orElseThrow().last()).isAfter(at(1));
        holdings.forget();
        assertThat(holdings.of("a")).isPresent();
    }

    @Test
    void forgetsWhatIsOff() {
        see(1, "a");
        see(2);

        holdings.forget();

        assertThat(holdings.of("a")).isEmpty();
        assertThat(holdings.isAnyOn()).isFalse();
    }

    private void see(int second, String... on) {
        holdings.see(Set.of(on), at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
