package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.GlooShot;
import io.glooshot.mesh.istio.route.Routing;
import org.junit.jupiter.api.Test;

/** Which VirtualServices are ours as a whole, whatever was done to their labels. */
class OwnerTest {

    private static final String UID = "39aa9ca7-5857-4cb8-955c-aa5dabfc7a0b";

    @Test
    void isToldByTheNameWhenTheLabelsAreGone() {
        ObjectNode stripped = object("glooshot-" + UID + "-0");

        assertThat(Routing.isOurs(stripped)).isTrue();
        assertThat(Routing.uidsIn(stripped)).containsExactly(UID);
    }

    @Test
    void isToldByTheLabelsToo() {
        ObjectNode labelled = object("renamed");
        ((ObjectNode) labelled.path("metadata"))
                .putObject("labels")
                .put(GlooShot.FAULT_LABEL, "true")
                .put(GlooShot.UID_LABEL, UID);

        assertThat(Routing.uidsIn(labelled)).containsExactly(UID);
    }

    @Test
    void isNobodyOfAUsersObjectThatBeginsLikeOurs() {
        assertThat(Routing.isOurs(object("glooshot-api-1"))).isFalse();
        assertThat(Routing.isOurs(object("ratings"))).isFalse();
    }

    private static ObjectNode object(String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", name).put("namespace", "demo");
        return object;
    }
}
