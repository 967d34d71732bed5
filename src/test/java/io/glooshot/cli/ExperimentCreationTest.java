package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Experiment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentCreationTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            slow, -,     -,     false, slow
            slow, -,     other, false, other
            slow, -,     -,     true,  slow-[a-z0-9]{5}
            slow, -,     other, true,  other-[a-z0-9]{5}
            -,    slow-, -,     false, slow-[a-z0-9]{5}
            -,    slow-, other, false, other
            """)
    void knowsTheNameBeforeItIsCreated(String name, String prefix, String option, boolean anew, String result) {
        Experiment ready = ExperimentCreation.named(written(name, prefix), "shop", option, anew);

        assertThat(ready.getMetadata().getName()).matches(result);
        assertThat(ready.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(ready.getMetadata().getGenerateName()).isNull();
        assertThat(ready.getMetadata().getResourceVersion()).isNull();
        assertThat(ready.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
    }

    @Test
    void staysWithinTheLengthOfANameAndIsAnotherEachTime() {
        String name = "n".repeat(63);
        String one = ExperimentCreation.named(written(name, null), "shop", null, true)
                .getMetadata()
                .getName();

        assertThat(one).hasSize(63);
        assertThat(ExperimentCreation.named(written(name, null), "shop", null, true)
                        .getMetadata()
                        .getName())
                .isNotEqualTo(one);
    }

    @Test
    void needsAName() {
        assertThatThrownBy(() -> ExperimentCreation.named(written(null, null), "shop", null, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("neither metadata.name nor metadata.generateName");
    }

    private static Experiment written(String name, String prefix) {
        Experiment written = new Experiment();
        written.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withGenerateName(prefix)
                .withResourceVersion("7")
                .withLabels(Map.of("team", "a"))
                .build());
        return written;
    }
}
