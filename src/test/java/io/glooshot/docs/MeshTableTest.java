package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.mesh.envoy.EnvoyProvider;
import io.glooshot.mesh.istio.IstioProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what each mesh can do says what the providers say, for every kind of mesh. */
class MeshTableTest {

    private static final Path PAGE = Path.of("docs/meshes/README.md");
    private static final Map<MeshType, MeshCapabilities> PROVIDED = new TreeMap<>(
            Map.of(MeshType.Envoy, EnvoyProvider.CAPABILITIES, MeshType.Istio, IstioProvider.CAPABILITIES));

    @Test
    void hasAColumnForEachKindOfMesh() throws IOException {
        assertThat(PROVIDED.keySet()).containsExactly(MeshType.values());
        assertThat(table().get(0).subList(2, 2 + PROVIDED.size()))
                .containsExactlyElementsOf(
                        PROVIDED.keySet().stream().map(MeshType::name).toList());
    }

    @Test
    void hasARowForEachCapabilityWithWhatTheProvidersSay() throws IOException {
        JsonNode provided = new ObjectMapper().valueToTree(PROVIDED);
        List<List<String>> rows = new ArrayList<>();
        for (var capability : MeshCapabilities.class.getRecordComponents()) {
            List<String> row = new ArrayList<>(List.of("`" + capability.getName() + "`"));
            provided.forEach(mesh -> row.add(mesh.get(capability.getName()).asBoolean() ? "yes" : "no"));
            rows.add(row);
        }

        assertThat(table().stream().skip(2).map(MeshTableTest::withoutFields)).containsExactlyElementsOf(rows);
    }

    private static List<String> withoutFields(List<String> row) {
        List<String> rest = new ArrayList<>(row);
        rest.remove(1);
        return rest;
    }

    /** The cells of the page's only table, its heading included. */
    private static List<List<String>> table() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
