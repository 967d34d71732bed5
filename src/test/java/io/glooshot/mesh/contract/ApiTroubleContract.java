package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.AbortException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any write may fail, or seem to, and others write to the same objects. */
interface ApiTroubleContract extends OnTrial {

    /** What can go wrong with a write. */
    enum Trouble {
        FORBIDDEN(() -> new Incident.Refused(403)),
        TOO_MANY_REQUESTS(() -> new Incident.Refused(429)),
        INTERNAL_ERROR(() -> new Incident.Refused(500)),
        LOST(Incident.LostBefore::new),
        ANSWER_LOST(Incident.LostAfter::new);

        private final Supplier<Incident> incident;

        Trouble(Supplier<Incident> incident) {
            this.incident = incident;
        }
    }

    @Test
    default void injectsDespiteAConflict() {
        eachWrite(() -> new Incident.Refused(409)).whileInjecting((plan, injection) -> {
            injection.join();

            trial().assertDelayedEverywhere();
            trial().remove(plan);
        });
    }

    @Test
    default void removesDespiteAConflict() {
        eachWrite(() -> new Incident.Refused(409)).whileRemoving((plan, removal) -> removal.join());
    }

    @Test
    default void keepsWhatSomebodyElseWritesWhileItInjects() {
        eachWriteIsPreceded().whileInjecting((plan, injection) -> {
            injection.join();

            trial().assertDelayedEverywhere();
            trial().remove(plan);
        });
    }

    @Test
    default void keepsWhatSomebodyElseWritesWhileItRemoves() {
        eachWriteIsPreceded().whileRemoving((plan, removal) -> removal.join());
    }

    /** The user's edit comes in the middle. At the end there has to be what there is when only the user writes. */
    private EachWrite eachWriteIsPreceded() {
        trial().restoreUserObjects();
        trial().scene().editUserObjects();
        Map<String, JsonNode> edited = trial().scene().userObjects();
        return new EachWrite(trial(), () -> new Incident.Preceded(trial().scene()::editUserObjects), edited);
    }

    /** Whether the mesh tries again or gives up is its own affair, as long as it says so and nothing is left. */
    @ParameterizedTest
    @EnumSource
    default void injectsOrFailsWhenAWriteFails(Trouble trouble) {
        eachWrite(trouble.incident).whileInjecting((plan, injection) -> {
            if (succeeds(injection)) {
                trial().assertDelayedEverywhere();
            }
            trial().remove(plan);
        });
    }

    /** Once is not enough to end a run, and what was written although its answer was lost is not written twice. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FORBIDDEN")
    default void injectsInTheEndAsARunDoesWhenAWriteFailsOnce(Trouble trouble) {
        eachWrite(trouble.incident).whileARunInjects((plan, injection) -> {
            assertThat(injection).succeedsWithin(Trial.LIMIT);

            trial().assertDelayedEverywhere();
            trial().remove(plan);
        });
    }

    private static boolean succeeds(CompletableFuture<?> work) {
        try {
            work.join();
            return true;
        } catch (CompletionException failure) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    default void removesInTheEndWhenAWriteFails(Trouble trouble) {
        eachWrite(trouble.incident).whileRemoving((plan, removal) -> {
            if (!succeeds(removal)) {
                trial().removeAsARunDoes(plan, told -> {});
            }
        });
    }

    @Test
    default void removesInTheEndWhenTheApiServerIsGoneForAWhile() {
        new EachWrite(trial(), Incident.CutBefore::new, trial().restoreUserObjects()).whileRemoving((plan, removal) -> {
            List<String> failures = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> again =
                    CompletableFuture.runAsync(() -> trial().removeAsARunDoes(plan, failures::add));
            await().until(() -> !failures.isEmpty());
            trial().front().restore();
            again.join();
        });
    }

    /** Not even what was already on its way when the removal began may arrive after its end. */
    @Test
    default void takesOffWhatArrivesWhileItRemoves() {
        AtomicReference<CompletableFuture<Void>> held = new AtomicReference<>();
        Supplier<Incident> incident = () -> {
            held.set(new CompletableFuture<>());
            return new Incident.Held(held.get());
        };
        eachWrite(incident).whileInjecting((plan, injection) -> {
            CompletableFuture<Void> removal =
                    trial().provider().remove(plan, List.of()).subscribeAsCompletionStage();
            if (isDoneWithin(Duration.ofSeconds(1), removal)) {
                assertThat(injection)
                        .as("an injection that can put nothing in any more")
                        .isDone();
            }
            held.get().complete(null);

            removal.join();
            trial().assertNothingLeftOf(plan);
            assertThat(injection.handle((injected, failure) -> failure instanceof AbortException))
                    .succeedsWithin(Trial.LIMIT);
        });
    }

    /** A slow API server can carry a write out that its writer has long taken for failed. */
    @Test
    default void takesOffWhatArrivesAfterItsWriterHasGivenUp() {
        AtomicReference<CompletableFuture<Void>> held = new AtomicReference<>();
        Supplier<Incident> incident = () -> {
            held.set(new CompletableFuture<>());
            return new Incident.Held(held.get());
        };
        eachWrite(incident).whileInjecting((plan, injection) -> {
            succeeds(injection);
            CompletableFuture<Void> removal =
                    trial().provider().remove(plan, List.of()).subscribeAsCompletionStage();
            isDoneWithin(Duration.ofSeconds(10), removal);
            held.get().complete(null);
            removal.join();
        });
    }

    private static boolean isDoneWithin(Duration limit, CompletableFuture<?> work) {
        try {
            work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private EachWrite eachWrite(Supplier<Incident> incident) {
        return new EachWrite(trial(), incident, trial().restoreUserObjects());
    }
}
