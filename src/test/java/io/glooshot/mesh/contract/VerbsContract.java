package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.MeshProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What injection and removal do, in any order and however often. */
interface VerbsContract extends OnTrial {

    @Test
    default void breaksTheCallsOfAPlanAndNoOthersUntilItIsRemoved() {
        Plan plan = trial().abort();

        Injected injected = trial().inject(plan);

        assertThat(injected.heldBy()).isNotEmpty();
        Scene scene = trial().scene();
        trial().assertAll(scene.caller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.otherCaller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.caller(), scene.otherDestination(), Answer::isWell);
        assertThat(scene.leftovers(plan)).as("what holds the fault").isNotEmpty();
        trial().remove(plan, injected.heldBy().toArray(String[]::new));
        trial().assertNothingLeftOf(plan);
    }

    @Test
    default void givesEachCallerTheFaultThatIsForIt() {
        Scene scene = trial().scene();
        assumeThat(trial().provider().capabilities().originScoping())
                .as("a fault for one caller never reaches a provider that cannot tell callers apart")
                .isTrue();
        Plan plan = trial().plan(
                        trial().abort(scene.destination()).from(scene.caller()).fault(),
                        FaultOn.callsTo(scene.destination(), trial().side())
                                .from(scene.otherCaller())
                                .delayed()
                                .fault());

        trial().inject(plan);

        trial().assertAll(scene.caller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.otherCaller(), scene.destination(), Answer::isDelayed);
        trial().remove(plan);
    }

    @Test
    default void injectsOnceHoweverOftenItIsAsked() {
        Plan plan = trial().delayEverywhere();

        CompletableFuture<Injected> one =
                trial().provider().inject(plan, trial().deadline()).subscribeAsCompletionStage();
        CompletableFuture<Injected> meanwhile =
                trial().provider().inject(plan, trial().deadline()).subscribeAsCompletionStage();
        Injected later = trial().inject(plan);

        assertThat(one.join().heldBy()).containsExactlyInAnyOrderElementsOf(later.heldBy());
        assertThat(meanwhile.join().heldBy()).containsExactlyInAnyOrderElementsOf(later.heldBy());
        trial().assertDelayedEverywhere();
        int writes = trial().front().writes().size();
        trial().inject(plan);
        assertThat(trial().front().writes())
                .as("writes, the last of them for nothing")
                .hasSize(writes);
        trial().remove(plan);
    }

    @Test
    default void removesAgainWhatIsGone() {
        Plan plan = trial().abort();
        trial().inject(plan);
        CompletableFuture<Void> one = trial().provider().remove(plan, List.of()).subscribeAsCompletionStage();
        trial().remove(plan);
        one.join();
        trial().assertNothingLeftOf(plan);

        trial().remove(plan);
    }

    @Test
    default void removesWhatNeverWasThere() {
        Map<String, JsonNode> before = trial().scene().userObjects();

        trial().remove(trial().delayEverywhere());

        assertThat(trial().scene().userObjects()).isEqualTo(before);
        assertThat(trial().front().writes()).isEmpty();
    }

    @Test
    default void neverInjectsWhatWasRemoved() {
        Plan plan = trial().abort();
        trial().inject(plan);
        trial().remove(plan);
        Plan neverOn = trial().abort();
        trial().remove(neverOn);

        for (Plan removed : List.of(plan, neverOn)) {
            assertThatThrownBy(() -> trial().inject(removed)).isInstanceOf(AbortException.class);
            trial().assertNothingLeftOf(removed);
        }
    }

    @Test
    default void removesWhatIsBeingInjectedAtThatMoment() {
        for (int i = 0; i < 5; i++) {
            Plan plan = trial().delayEverywhere();
            CompletableFuture<Injected> injection =
                    trial().provider().inject(plan, trial().deadline()).subscribeAsCompletionStage();

            trial().remove(plan);

            trial().assertNothingLeftOf(plan);
            assertThat(injection.handle((injected, failure) -> "ended")).succeedsWithin(Trial.LIMIT);
            trial().assertNothingLeftOf(plan);
        }
    }

    @Test
    default void injectsNothingWhenTheDeadlineHasPassed() {
        Plan plan = trial().delayEverywhere();
        MeshProvider provider = trial().provider();

        assertThatThrownBy(() -> Trial.done(provider.inject(plan, Instant.now().minusMillis(1))))
                .isInstanceOf(AbortException.class);

        assertThat(trial().front().writes()).isEmpty();
        trial().assertNothingLeft();
    }

    @Test
    default void hitsNobodyInPlaceOfACallerThatDoesNotExist() {
        Scene scene = trial().scene();
        ServiceId nobody = new ServiceId(scene.caller().namespace(), "nobody");
        Plan plan = trial().plan(trial().abort(scene.destination()).from(nobody).fault());

        assertThatThrownBy(() -> trial().inject(plan)).isInstanceOf(AbortException.class);

        trial().assertAllWell();
        trial().remove(plan);
    }

    @Test
    default void injectsNothingWhenItDoesNotLead() {
        trial().depose();
        Plan plan = trial().delayEverywhere();

        assertThatThrownBy(() -> trial().inject(plan)).isNotInstanceOf(TimeoutException.class);

        assertThat(trial().front().writes()).isEmpty();
        trial().assertNothingLeft();
    }

    @Test
    default void touchesNothingWhenItExamines() {
        Plan plan = trial().delayEverywhere();
        Map<String, JsonNode> before = trial().scene().userObjects();

        assertThat(Trial.done(trial().provider().examine(plan))).doesNotContainNull();

        assertThat(trial().front().writes()).isEmpty();
        assertThat(trial().scene().userObjects()).isEqualTo(before);
        trial().assertNothingLeft();
    }

    /** Nobody disturbs it here; UserEditsContract has those who do. */
    @Test
    default void keepsAFaultOnWithoutEnd() {
        Plan plan = trial().delayEverywhere();
        trial().inject(plan);
        List<ApiFront.Call> writes = trial().front().writes();
        CompletableFuture<Void> keeping =
                trial().provider().keep(plan, trial().deadline()).subscribeAsCompletionStage();

        assertThat(keeping).failsWithin(Duration.ofSeconds(3)).withThrowableOfType(TimeoutException.class);

        trial().assertDelayedEverywhere();
        assertThat(trial().front().writes()).isEqualTo(writes);
        keeping.cancel(true);
        trial().remove(plan);
    }
}
