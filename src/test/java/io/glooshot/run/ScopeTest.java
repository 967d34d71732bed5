package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    private static final String FAULT = "fault: {abort: {httpStatus: 503}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destinationServices: [{name: s}]                                                                           | books
            destinationServices: [{name: s}, {name: s, namespace: films}]                                              | books films
            destinationSelector: {matchLabels: {a: b}}                                                                 | books
            destinationSelector: {namespaces: [films, plays], matchLabels: {a: b}}                                     | films plays
            destinationServices: [{name: s}], destinationSelector: {namespaces: [films], matchLabels: {a: b}}          | books films
            originServices: [{name: s, namespace: films}], destinationServices: [{name: s, namespace: plays}]          | plays
            originSelector: {namespaces: [films], matchLabels: {a: b}}, destinationServices: [{name: s}]               | books
            """)
    void coversTheNamespacesOfDestinationsAndNoOthers(String calls, String namespaces) {
        Scope scope = scope("{%s, %s}".formatted(calls, FAULT));

        for (String namespace : List.of("books", "films", "plays")) {
            List<Target> targets = List.of(target(0, namespace));
            if (List.of(namespaces.split(" ")).contains(namespace)) {
                scope.require(targets);
                assertThat(scope.within(targets)).isEqualTo(targets);
            } else {
                assertThatThrownBy(() -> scope.require(targets)).hasMessageContaining("in namespace " + namespace);
                assertThat(scope.within(targets)).isEmpty();
            }
        }
    }

    @Test
    void asksTheFaultThatATargetIsOf() {
        Scope scope = scope(
                "{destinationServices: [{name: s}], %1$s}, {destinationServices: [{name: s, namespace: films}], %1$s}"
                        .formatted(FAULT));

        scope.require(List.of(target(0, "books"), target(1, "films")));

        for (Target other : List.of(target(0, "films"), target(1, "books"), target(2, "books"), target(-1, "books"))) {
            assertThatThrownBy(() -> scope.require(List.of(target(0, "books"), other)))
                    .isInstanceOfSatisfying(
                            AbortException.class,
                            refused -> assertThat(refused.verdict().reason()).isEqualTo("StatusChanged"));
            assertThat(scope.within(List.of(target(0, "books"), other))).containsExactly(target(0, "books"));
        }
    }

    @Test
    void aControlRunHasNoTargets() {
        assertThat(scope("").within(List.of(target(0, "books")))).isEmpty();
    }

    private static Scope scope(String faults) {
        Experiment experiment = Serialization.unmarshal(
                "apiVersion: glooshot.solo.io/v1\nkind: Experiment\nspec: {faults: [%s]}\n".formatted(faults),
                Experiment.class);
        return new Scope(experiment.getSpec().faults(), "books");
    }

    private static Target target(int fault, String namespace) {
        return new Target(fault, namespace, "s", 80, Map.of(), Side.Client);
    }
}
