package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
class WorldIT {
    @Test
    void knowsTheProjectsKinds(World world) {
        assertThat(world.kube().mustKubectl("api-resources", "--api-group=glooshot.solo.io", "-o", "name"))
                .contains("experiments.glooshot.solo.io", "meshes.glooshot.solo.io", "reports.glooshot.solo.io");
    }

    @Test
    void givesEachTestANamespaceOfItsOwn(World world) {
        assertThat(world.newNamespace("mine")).isNotEqualTo(world.newNamespace("mine"));
    }
}
