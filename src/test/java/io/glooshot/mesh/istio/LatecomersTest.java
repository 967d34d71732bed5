package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who takes off what is seen of an experiment that was removed, and that it is never nobody. */
class LatecomersTest {

    private static final String REMOVED = "39aa9ca7-5857-4cb8-955c-aa5dabfc7a0b";
    private static final String RUNNING = "0550d686-a7ac-469e-87c9-78983321e1fc";

    private final List<String> removals = new ArrayList<>();
    private final Latecomers latecomers = new Latecomers(REMOVED::equals, removals::add);

    @Test
    void areTakenOffWhenTheirExperimentWasRemoved() {
        see(RUNNING);
        assertThat(removals).isEmpty();

        see(REMOVED);
        assertThat(removals).containsExactly(REMOVED);
    }

    @Test
    void areLeftToTheRemovalThatIsUnderWayWhichLooksOnceMore() {
        latecomers.begin(REMOVED);
        see(REMOVED);
        see(REMOVED);

        assertThat(removals).isEmpty();
        assertThat(latecomers.end(REMOVED)).isFalse();
        assertThat(latecomers.end(REMOVED)).isTrue();
    }

    @Test
    void areTakenOffAgainWhenTheyComeAgain() {
        see(REMOVED);
        assertThat(latecomers.end(REMOVED)).isTrue();
        see(REMOVED);

        assertThat(removals).containsExactly(REMOVED, REMOVED);
    }

    @Test
    void areNotThoseThatAreGone() {
        latecomers.changed(IstioKind.ENVOY_FILTER, filter(REMOVED), true);

        assertThat(removals).isEmpty();
    }

    private void see(String uid) {
        latecomers.changed(IstioKind.ENVOY_FILTER, filter(uid), false);
    }

    private static ObjectNode filter(String uid) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "glooshot-" + uid + "-0").put("namespace", "demo");
        return object;
    }
}
