package io.glooshot.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoMeshTest {
    @Test
    void saysWhichMeshesThereAre() {
        assertThat(DemoMesh.of("istio")).isEqualTo(DemoMesh.ISTIO);
        assertThatThrownBy(() -> DemoMesh.of("linkerd"))
                .hasMessage("-Dmesh=linkerd is no mesh that the tutorial can be played on; those are envoy and istio");
    }

    @ParameterizedTest
    @EnumSource
    void hasItsMeshAmongTheExamples(DemoMesh mesh) throws IOException {
        assertThat(Files.readString(mesh.file())).contains("name: " + mesh);
    }

    @Test
    void turnsTheExamplesToItself() throws IOException {
        for (Scenario scenario : Scenario.TUTORIAL) {
            String manifest = Files.readString(scenario.file());

            assertThat(DemoMesh.ENVOY.adapted(manifest)).isEqualTo(manifest);
            assertThat(DemoMesh.ISTIO.adapted(manifest))
                    .contains("targetMesh:\n    name: istio")
                    .doesNotContain("envoy");
        }
    }
}
