package io.glooshot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is shipped with Gloo Shot, by the list that the build makes of it. */
class ComponentsIT {

    private static final Path LIST = Path.of("target/sbom.cdx.json");

    /** Whoever ships us may ship these, for a component that has several to choose from by one of them. */
    private static final Set<String> LICENCES = Set.of(
            "Apache-2.0",
            "Apache 2 License",
            "BSD-2-Clause",
            "BSD-3-Clause",
            // JLine, whose own text has three clauses.
            "BSD-4-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MIT",
            "GPL-2.0-with-classpath-exception",
            "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)");

    private static JsonNode components;

    @BeforeAll
    static void read() throws IOException {
        components = new ObjectMapper().readTree(LIST.toFile()).get("components");
        assertThat(components).hasSizeGreaterThan(100);
    }

    @Test
    void mayBeShipped() {
        for (JsonNode component : components) {
            List<String> licences = new ArrayList<>();
            for (JsonNode each : component.path("licenses")) {
                JsonNode licence = each.path("license");
                licences.add(
                        licence.has("id")
                                ? licence.get("id").asText()
                                : licence.path("name")
                                        .asText(each.path("expression").asText()));
            }
            assertThat(licences).as(component.get("purl").asText()).containsAnyElementsOf(LICENCES);
        }
    }

    @Test
    void isOfReleasesThatStayAsTheyAre() {
        for (JsonNode component : components) {
            assertThat(component.get("version").asText())
                    .as(component.get("purl").asText())
                    .doesNotContain("SNAPSHOT", "LATEST", "[", "(");
            assertThat(component.get("hashes"))
                    .as(component.get("purl").asText())
                    .isNotEmpty();
        }
    }
}
