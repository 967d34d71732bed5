package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two experiments never get into each other's way. */
interface InterleavingContract extends OnTrial {

    /** @param order in which the plans a and b take a step each: in, then out */
    @ParameterizedTest
    @ValueSource(strings = {"aabb", "abab", "abba", "bbaa", "baba", "baab"})
    default void keepsTwoExperimentsApart(String order) {
        Scene scene = trial().scene();
        Plan a = trial().abort();
        Plan b = trial().plan(trial().abort(scene.otherDestination()).fault());
        int aSteps = 0;
        int bSteps = 0;
        for (char next : order.toCharArray()) {
            if (next == 'a') {
                step(a, ++aSteps);
            } else {
                step(b, ++bSteps);
            }
            trial().assertAll(scene.caller(), scene.destination(), aSteps == 1 ? Answer::isAborted : Answer::isWell);
            trial().assertAll(
                            scene.caller(), scene.otherDestination(), bSteps == 1 ? Answer::isAborted : Answer::isWell);
        }
    }

    private void step(Plan plan, int number) {
        if (number == 1) {
            trial().inject(plan);
        } else {
            trial().remove(plan);
            trial().assertNothingLeftOf(plan);
        }
    }

    @Test
    default void worksOnManyExperimentsAtOnce() {
        Scene scene = trial().scene();
        List<Plan> plans = List.of(
                trial().abort(),
                trial().plan(trial().abort(scene.otherDestination()).fault()));
        List<CompletableFuture<Injected>> injections = plans.stream()
                .map(plan -> trial().provider().inject(plan, trial().deadline()).subscribeAsCompletionStage())
                .toList();
        injections.forEach(CompletableFuture::join);
        trial().assertAll(scene.caller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.caller(), scene.otherDestination(), Answer::isAborted);

        List<CompletableFuture<Void>> removals = plans.stream()
                .map(plan -> trial().provider().remove(plan, List.of()).subscribeAsCompletionStage())
                .toList();

        removals.forEach(CompletableFuture::join);
        plans.forEach(trial()::assertNothingLeftOf);
    }

    /** Who comes second is refused, or is on beside the first; either way the first one's fault is its own. */
    @Test
    default void keepsTwoExperimentsOnOneDestinationApart() {
        Scene scene = trial().scene();
        Plan first = trial().plan(
                        trial().abort(scene.destination()).from(scene.caller()).fault());
        Plan second = trial().plan(FaultOn.callsTo(scene.destination(), trial().side())
                .from(scene.otherCaller())
                .delayed()
                .fault());
        trial().inject(first);

        boolean refused = isRefused(second);
        trial().assertAll(scene.caller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.otherCaller(), scene.destination(), refused ? Answer::isWell : Answer::isDelayed);
        trial().remove(second);
        trial().assertAll(scene.caller(), scene.destination(), Answer::isAborted);
        trial().assertAll(scene.otherCaller(), scene.destination(), Answer::isWell);
        trial().remove(first);
        trial().assertNothingLeftOf(first);
    }

    private boolean isRefused(Plan plan) {
        try {
            assertThat(trial().inject(plan).heldBy()).isNotEmpty();
            return false;
        } catch (AbortException refused) {
            return true;
        }
    }
}
