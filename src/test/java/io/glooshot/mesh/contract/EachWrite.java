package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has something happen to the first write of an injection or a removal, then to the second of another one, and so on until
 * there is none that it could happen to. Each time ends with nothing of ours left and the user's objects as they should be.
 */
final class EachWrite {

    private static final int MOST = 50;

    private final Trial trial;
    private final Supplier<Incident> incident;
    private final Map<String, JsonNode> expected;

    /** @param expected the user's objects at the end of each time */
    EachWrite(Trial trial, Supplier<Incident> incident, Map<String, JsonNode> expected) {
        assumeThat(trial.fixture().writesToTheApi())
                .as("writesToTheApiIfItSaysSo shows that there are no writes")
                .isTrue();
        this.trial = trial;
        this.incident = incident;
        this.expected = expected;
    }

    /** @param aftermath of an injection that it happened to; must end with a removal */
    void whileInjecting(Aftermath aftermath) {
        times(plan -> {}, plan -> trial.provider().inject(plan, trial.deadline()), aftermath);
    }

    /** The same as a run injects, which tries again. */
    void whileARunInjects(Aftermath aftermath) {
        times(plan -> {}, trial::injectAsARunDoes, aftermath);
    }

    /** @param aftermath of a removal that it happened to; must end with a removal that worked */
    void whileRemoving(Aftermath aftermath) {
        times(trial::inject, plan -> trial.provider().remove(plan, List.of()), aftermath);
    }

    /** What is to become of it. */
    interface Aftermath {

        /** @param work that was under way, and may have to be waited for */
        void of(Plan plan, CompletableFuture<?> work);
    }

    private <T> void times(Consumer<Plan> before, Function<Plan, Uni<T>> work, Aftermath aftermath) {
        for (int number = 1; number <= MOST; number++) {
            trial.restoreUserObjects();
            Plan plan = trial.delayEverywhere();
            before.accept(plan);
            trial.front().onWrite(number, incident.get());
            CompletableFuture<T> underWay = work.apply(plan).subscribeAsCompletionStage();
            await().atMost(Trial.LIMIT)
                    .until(() -> underWay.isDone() || !trial.front().isWaiting());
            if (trial.front().isWaiting()) {
                trial.front().calm();
                underWay.join();
                trial.remove(plan);
                assertThat(number).as("one more than there are writes").isGreaterThan(1);
                return;
            }
            describe(number, plan, () -> {
                aftermath.of(plan, underWay);
                trial.assertNothingLeft();
                assertThat(trial.scene().userObjects()).isEqualTo(expected);
            });
        }
        throw new AssertionError(
                "more than " + MOST + " writes: " + trial.front().writes());
    }

    private void describe(int number, Plan plan, Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "with write %d of plan %s; the writes: %s".formatted(number, plan.uid(), trial.writes()), failure);
        }
    }
}
