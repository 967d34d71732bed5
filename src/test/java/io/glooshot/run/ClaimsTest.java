package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Claims claims = new Claims();

    @Test
    void aSecondExperimentOnADestinationWaitsForTheFirst() {
        assertThat(claims.take(plan("first", "ratings"), NOON)).isEmpty();

        assertThat(claims.take(plan("second", "ratings", "details"), NOON.plusSeconds(1)))
                .contains(name("first"));
    }

    @Test
    void experimentsOnDifferentDestinationsRunAtOnce() {
        claims.take(plan("first", "ratings"), NOON);

        assertThat(claims.take(plan("second", "details"), NOON)).isEmpty();
    }

    @Test
    void whoAsksAgainKeepsWhatItHas() {
        claims.take(plan("first", "ratings"), NOON);

        assertThat(claims.take(plan("first", "ratings"), NOON)).isEmpty();
    }

    @Test
    void theOldestThatWaitsGoesFirstEvenWhenAYoungerOneAsksFirst() {
        claims.take(plan("holder", "ratings"), NOON);
        claims.take(plan("older", "ratings"), NOON.plusSeconds(1));
        claims.take(plan("younger", "ratings"), NOON.plusSeconds(2));
        claims.release("holder");

        assertThat(claims.take(plan("younger", "ratings"), NOON.plusSeconds(2))).contains(name("older"));
        assertThat(claims.take(plan("older", "ratings"), NOON.plusSeconds(1))).isEmpty();
        assertThat(claims.take(plan("younger", "ratings"), NOON.plusSeconds(2))).contains(name("older"));
    }

    @Test
    void whoGivesUpWaitingHoldsNobodyUp() {
        claims.take(plan("holder", "ratings"), NOON);
        claims.take(plan("older", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.release("older")).isTrue();
        claims.release("holder");

        assertThat(claims.take(plan("younger", "ratings"), NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void aStoredRunHasItsDestinationsWhoeverAskedBefore() {
        claims.hold(plan("stored", "ratings"), NOON.plusSeconds(9));

        assertThat(claims.take(plan("older", "ratings"), NOON)).isEqualTo(Optional.of(name("stored")));
    }

    @Test
    void whoQueuedInAnEarlierProcessComesBeforeAYoungerOneThatAsksFirst() {
        claims.queue(plan("older", "ratings"), NOON);
        claims.queue(plan("younger", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.take(plan("youngest", "ratings"), NOON.plusSeconds(2)))
                .contains(name("older"));
        assertThat(claims.take(plan("younger", "ratings"), NOON.plusSeconds(1))).contains(name("older"));
        assertThat(claims.take(plan("older", "ratings"), NOON)).isEmpty();
        assertThat(claims.waiting()).containsExactly(name("younger"), name("youngest"));
    }

    @Test
    void whoHoldsItsDestinationsDoesNotQueueForThem() {
        claims.hold(plan("stored", "ratings"), NOON.plusSeconds(1));
        claims.queue(plan("stored", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.waiting()).isEmpty();
    }

    @Test
    void threeInARowComeOldestFirstWhicheverAsksFirst() {
        claims.take(plan("holder", "ratings"), NOON);
        claims.take(plan("third", "ratings"), NOON.plusSeconds(3));
        claims.take(plan("first", "ratings"), NOON.plusSeconds(1));
        claims.take(plan("second", "ratings"), NOON.plusSeconds(2));

        claims.release("holder");
        assertThat(claims.waiting()).containsExactly(name("first"), name("second"), name("third"));
        assertThat(claims.take(plan("third", "ratings"), NOON.plusSeconds(3))).contains(name("first"));
        assertThat(claims.take(plan("first", "ratings"), NOON.plusSeconds(1))).isEmpty();
        claims.release("first");
        assertThat(claims.take(plan("third", "ratings"), NOON.plusSeconds(3))).contains(name("second"));
        assertThat(claims.take(plan("second", "ratings"), NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void ofSeveralThatHoldWhatIsWantedTheOldestIsNamed() {
        claims.take(plan("younger", "ratings"), NOON.plusSeconds(2));
        claims.take(plan("oldest", "details"), NOON);
        claims.take(plan("old", "reviews"), NOON.plusSeconds(1));

        assertThat(claims.take(plan("waiting", "ratings", "reviews", "details"), NOON.plusSeconds(3)))
                .contains(name("oldest"));
    }

    @Test
    void releasingNothingSaysSo() {
        assertThat(claims.release("nobody")).isFalse();
    }

    private static ExperimentName name(String name) {
        return new ExperimentName("bookinfo", name);
    }

    private static Plan plan(String name, String... services) {
        List<PlannedFault> faults = Stream.of(services)
                .map(service -> new Destination(new ServiceId("bookinfo", service), 9080))
                .map(destination -> PlannedFaults.of(
                        Set.of(), destination, Optional.of(new PlannedAbort.Http(500, 100)), Optional.empty()))
                .toList();
        return new Plan(
                name,
                "bookinfo",
                name,
                null,
                faults,
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }
}
