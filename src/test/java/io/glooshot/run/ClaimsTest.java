package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.policy.Quota;
import io.glooshot.experiment.policy.Selector;
import io.glooshot.experiment.policy.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Claims claims = new Claims();

    @Test
    void aSecondExperimentOnADestinationWaitsForTheFirst() {
        assertThat(take(plan("first", "ratings"), NOON)).isEmpty();

        assertThat(take(plan("second", "ratings", "details"), NOON.plusSeconds(1)))
                .contains(name("first"));
    }

    @Test
    void experimentsOnDifferentDestinationsRunAtOnce() {
        take(plan("first", "ratings"), NOON);

        assertThat(take(plan("second", "details"), NOON)).isEmpty();
    }

    @Test
    void whoAsksAgainKeepsWhatItHas() {
        take(plan("first", "ratings"), NOON);

        assertThat(take(plan("first", "ratings"), NOON)).isEmpty();
    }

    @Test
    void theOldestThatWaitsGoesFirstEvenWhenAYoungerOneAsksFirst() {
        take(plan("holder", "ratings"), NOON);
        take(plan("older", "ratings"), NOON.plusSeconds(1));
        take(plan("younger", "ratings"), NOON.plusSeconds(2));
        claims.release("holder");

        assertThat(take(plan("younger", "ratings"), NOON.plusSeconds(2))).contains(name("older"));
        assertThat(take(plan("older", "ratings"), NOON.plusSeconds(1))).isEmpty();
        assertThat(take(plan("younger", "ratings"), NOON.plusSeconds(2))).contains(name("older"));
    }

    @Test
    void tellsWhoByANameHoldsOrWaits() {
        take(plan("first", "ratings"), NOON);
        take(plan("second", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.uidsOf(name("first"))).containsExactly(plan("first").uid());
        assertThat(claims.uidsOf(name("second"))).containsExactly(plan("second").uid());
        assertThat(claims.uidsOf(name("third"))).isEmpty();
    }

    @Test
    void whoGivesUpWaitingHoldsNobodyUp() {
        take(plan("holder", "ratings"), NOON);
        take(plan("older", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.release("older")).isTrue();
        claims.release("holder");

        assertThat(take(plan("younger", "ratings"), NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void aStoredRunHasItsDestinationsWhoeverAskedBefore() {
        claims.hold(plan("stored", "ratings"), NOON.plusSeconds(9));

        assertThat(take(plan("older", "ratings"), NOON)).isEqualTo(Optional.of(name("stored")));
    }

    @Test
    void whoQueuedInAnEarlierProcessComesBeforeAYoungerOneThatAsksFirst() {
        claims.queue(plan("older", "ratings"), NOON);
        claims.queue(plan("younger", "ratings"), NOON.plusSeconds(1));

        assertThat(take(plan("youngest", "ratings"), NOON.plusSeconds(2))).contains(name("older"));
        assertThat(take(plan("younger", "ratings"), NOON.plusSeconds(1))).contains(name("older"));
        assertThat(take(plan("older", "ratings"), NOON)).isEmpty();
        assertThat(claims.waitingForExperiments()).containsExactly(name("younger"), name("youngest"));
    }

    @Test
    void whoHoldsItsDestinationsDoesNotQueueForThem() {
        claims.hold(plan("stored", "ratings"), NOON.plusSeconds(1));
        claims.queue(plan("stored", "ratings"), NOON.plusSeconds(1));

        assertThat(claims.waitingForExperiments()).isEmpty();
    }

    @Test
    void threeInARowComeOldestFirstWhicheverAsksFirst() {
        take(plan("holder", "ratings"), NOON);
        take(plan("third", "ratings"), NOON.plusSeconds(3));
        take(plan("first", "ratings"), NOON.plusSeconds(1));
        take(plan("second", "ratings"), NOON.plusSeconds(2));

        claims.release("holder");
        assertThat(claims.waitingForExperiments()).containsExactly(name("first"), name("second"), name("third"));
        assertThat(take(plan("third", "ratings"), NOON.plusSeconds(3))).contains(name("first"));
        assertThat(take(plan("first", "ratings"), NOON.plusSeconds(1))).isEmpty();
        claims.release("first");
        assertThat(take(plan("third", "ratings"), NOON.plusSeconds(3))).contains(name("second"));
        assertThat(take(plan("second", "ratings"), NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void ofSeveralThatHoldWhatIsWantedTheOldestIsNamed() {
        take(plan("younger", "ratings"), NOON.plusSeconds(2));
        take(plan("oldest", "details"), NOON);
        take(plan("old", "reviews"), NOON.plusSeconds(1));

        assertThat(take(plan("waiting", "ratings", "reviews", "details"), NOON.plusSeconds(3)))
                .contains(name("oldest"));
    }

    @Test
    void releasingNothingSaysSo() {
        assertThat(claims.release("nobody")).isFalse();
    }

    @Test
    void oneMoreThanAPolicyAllowsWaitsForThoseThatRun() {
        assertThat(claims.take(plan("first", "ratings"), NOON, atMost(2))).isEmpty();
        assertThat(claims.take(plan("second", "details"), NOON, atMost(2))).isEmpty();

        assertThat(claims.take(plan("third", "reviews"), NOON.plusSeconds(1), atMost(2)))
                .contains(new Wait.ForPolicy("calm", 2, List.of(name("first"), name("second"))));
        claims.release("first");
        assertThat(claims.take(plan("third", "reviews"), NOON.plusSeconds(1), atMost(2)))
                .isEmpty();
    }

    @Test
    void whoWaitsForAPolicyComesInOrder() {
        claims.take(plan("holder", "ratings"), NOON, atMost(1));
        claims.take(plan("older", "details"), NOON.plusSeconds(1), atMost(1));
        claims.take(plan("younger", "reviews"), NOON.plusSeconds(2), atMost(1));
        assertThat(claims.admissible(namespace -> atMost(1))).isEmpty();

        claims.release("holder");

        assertThat(claims.admissible(namespace -> atMost(1))).containsExactly(name("older"));
        assertThat(claims.take(plan("younger", "reviews"), NOON.plusSeconds(2), atMost(1)))
                .contains(new Wait.ForPolicy("calm", 1, List.of(name("older"))));
        assertThat(claims.take(plan("older", "details"), NOON.plusSeconds(1), atMost(1)))
                .isEmpty();
    }

    @Test
    void allMayTryAgainWhenThePolicyIsGone() {
        claims.take(plan("holder", "ratings"), NOON, atMost(1));
        claims.take(plan("older", "details"), NOON.plusSeconds(1), atMost(1));
        claims.take(plan("younger", "reviews"), NOON.plusSeconds(2), atMost(1));

        assertThat(claims.admissible(namespace -> List.of())).containsExactly(name("older"), name("younger"));
    }

    @Test
    void whoWaitsForADestinationKeepsNoPlaceOfAPolicy() {
        claims.take(plan("holder", "ratings"), NOON, atMost(2));
        assertThat(claims.take(plan("older", "ratings"), NOON.plusSeconds(1), atMost(2)))
                .contains(new Wait.ForExperiment(name("holder")));

        assertThat(claims.take(plan("younger", "reviews"), NOON.plusSeconds(2), atMost(2)))
                .isEmpty();
    }

    @Test
    void whoQueuedInAnEarlierProcessKeepsItsPlaceOfAPolicyUntilItAsks() {
        claims.hold(plan("holder", "ratings"), NOON);
        claims.queue(plan("older", "details"), NOON.plusSeconds(1));

        assertThat(claims.take(plan("younger", "reviews"), NOON.plusSeconds(2), atMost(2)))
                .contains(new Wait.ForPolicy("calm", 2, List.of(name("holder"), name("older"))));
        assertThat(claims.take(plan("older", "details"), NOON.plusSeconds(1), atMost(2)))
                .isEmpty();
    }

    @Test
    void aPolicyCountsOnlyWhatItSelects() {
        var elsewhere = new Surroundings(Map.of("bookinfo", Map.of()), Map.of());
        var quota = new Quota("films", 1, new Selector(Map.of("team", "films"), List.of()), elsewhere);
        claims.take(plan("holder", "ratings"), NOON, List.of());

        assertThat(claims.take(plan("another", "details"), NOON, List.of(quota)))
                .isEmpty();
    }

    /** However many ask at once, and whoever comes first. */
    @Test
    void neverLetsMoreInThanAllowedInARace() throws Exception {
        int rounds = 50;
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < rounds; round++) {
                var raced = new Claims();
                List<Callable<Optional<Wait>>> tries = IntStream.range(0, 16)
                        .<Callable<Optional<Wait>>>mapToObj(
                                i -> () -> raced.take(plan("run-" + i, "service-" + i), NOON, atMost(3)))
                        .toList();
                long started = 0;
                for (var answer : threads.invokeAll(tries)) {
                    started += answer.get().isEmpty() ? 1 : 0;
                }
                assertThat(started).isBetween(1L, 3L);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Quota> atMost(int most) {
        return List.of(new Quota("calm", most, Selector.ALL, Surroundings.UNKNOWN));
    }

    /** What is waited for on a destination. */
    private Optional<ExperimentName> take(Plan plan, Instant created) {
        return claims.take(plan, created, List.of()).map(wait -> ((Wait.ForExperiment) wait).first());
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
