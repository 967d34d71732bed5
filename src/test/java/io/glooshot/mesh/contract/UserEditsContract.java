package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.Plan;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What users do to their own objects remains as if there had never been an experiment. */
interface UserEditsContract extends OnTrial {

    @TestFactory
    default Stream<DynamicTest> leavesWhatTheUserDidMeanwhile() {
        return trial().fixture().userEdits().stream()
                .map(edit -> DynamicTest.dynamicTest(edit.name(), () -> leaves(edit)));
    }

    private void leaves(UserEdit edit) {
        Scene scene = trial().scene();
        try {
            edit.before().accept(scene);
            edit.edit().accept(scene);
            Map<String, JsonNode> expected = scene.userObjects();
            scene.deleteUserObjects();
            edit.before().accept(scene);

            Plan plan = trial().delayEverywhere();
            trial().inject(plan);
            trial().assertDelayedEverywhere();
            CompletableFuture<Void> keeping = edit.overwritesFault() ? keep(plan) : new CompletableFuture<>();
            edit.edit().accept(scene);
            trial().assertDelayedEverywhere();
            assertThat(keeping).as("what keeps the fault on").isNotDone();
            keeping.cancel(true);
            trial().remove(plan);

            trial().assertNothingLeft();
            assertThat(scene.userObjects()).isEqualTo(expected);
        } finally {
            scene.deleteUserObjects();
        }
    }

    private CompletableFuture<Void> keep(Plan plan) {
        return trial().provider().keep(plan, trial().deadline()).subscribeAsCompletionStage();
    }
}
