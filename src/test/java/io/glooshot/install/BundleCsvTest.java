package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the bundle's ClusterServiceVersion says about the kinds and the version is so. */
class BundleCsvTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final OlmInstallation OLM = new OlmInstallation(Bundle.DIRECTORY, Names.NAMESPACE);

    @Test
    void describesEveryKindByItsSchema() {
        JsonNode owned = OLM.csv().at("/spec/customresourcedefinitions/owned");
        assertThat(owned.findValuesAsText("name")).containsAll(Release.crds());
        assertThat(owned).hasSize(Release.crds().size());

        for (JsonNode kind : owned) {
            String name = kind.path("name").asText();
            JsonNode crd = OlmInstallation.read(Path.of("crd", name + ".yml")).get(0);
            JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
            assertThat(kind.path("kind")).isEqualTo(crd.at("/spec/names/kind"));
            assertThat(kind.path("version")).isEqualTo(crd.at("/spec/versions/0/name"));
            assertThat(kind.path("description").asText())
                    .isNotBlank()
                    .isEqualTo(schema.path("description").asText());
            assertThat(kind.path("displayName").asText()).isNotBlank();
            assertThat(kind.path("specDescriptors")).as(name).isNotEmpty();
            for (String part : List.of("spec", "status")) {
                for (JsonNode descriptor : kind.path(part + "Descriptors")) {
                    String path = descriptor.path("path").asText();
                    JsonNode field =
                            schema.at("/properties/" + part + "/properties/" + path.replace(".", "/properties/"));
                    assertThat(field.path("type").asText())
                            .as(name + " " + part + "." + path)
                            .isNotBlank();
                    assertThat(descriptor.path("description")).as(path).isEqualTo(field.path("description"));
                    assertThat(descriptor.path("displayName").asText()).as(path).isNotBlank();
                }
            }
        }
    }

    /** A kind that has a status shows it. */
    @Test
    void showsTheStatusOfEveryKindThatHasOne() {
        for (JsonNode kind : OLM.csv().at("/spec/customresourcedefinitions/owned")) {
            Path file = Path.of("crd", kind.path("name").asText() + ".yml");
            JsonNode fields = OlmInstallation.read(file)
                    .get(0)
                    .at("/spec/versions/0/schema/openAPIV3Schema/properties/status/properties");
            assertThat(kind.path("statusDescriptors").isEmpty())
                    .as(file.toString())
                    .isEqualTo(fields.isEmpty());
        }
    }

    @Test
    void showsEveryExample() throws IOException {
        JsonNode shown = YAML.readTree(annotation("alm-examples"));
        Set<JsonNode> written;
        try (Stream<Path> files = Files.list(BundleCsv.EXAMPLES)) {
            written = files.flatMap(file -> OlmInstallation.read(file).stream()).collect(Collectors.toSet());
        }

        assertThat(stream(shown).collect(Collectors.toSet())).isEqualTo(written);
    }

    @Test
    void hasANameThatOlmTakesAndAnUpgradeGraph() {
        assertThat(version()).matches("\\d+\\.\\d+\\.\\d+(-[0-9a-z.]+)?");
        assertThat(OLM.csv().at("/metadata/name").asText())
                .isEqualTo("glooshot.v" + version())
                .hasSizeLessThanOrEqualTo(63);
        assertThat(OLM.csv().at("/spec/version").asText()).isEqualTo(version());
        assertThat(annotation("olm.skipRange")).isEqualTo("<" + version());
        // Only the first had none before it.
        assertThat(OLM.csv().path("spec").has("replaces"))
                .isNotEqualTo(version().startsWith("0.1.0"));
    }

    @Test
    void namesOneImageThroughout() {
        String image = annotation("containerImage");

        assertThat(image).contains(version());
        assertThat(OLM.csv().at("/spec/relatedImages").findValuesAsText("image"))
                .containsExactly(image);
        assertThat(OLM.csv().at("/spec/install/spec/deployments").findValuesAsText("image"))
                .hasSize(2)
                .containsOnly(image);
    }

    @Test
    void iconIsASmallPictureOfItsOwn() throws Exception {
        JsonNode icons = OLM.csv().at("/spec/icon");
        assertThat(icons).hasSize(1);
        assertThat(icons.at("/0/mediatype").asText()).isEqualTo("image/svg+xml");
        byte[] picture = Base64.getDecoder().decode(icons.at("/0/base64data").asText());

        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(picture))
                .getDocumentElement();

        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(new String(picture, StandardCharsets.UTF_8)).doesNotContain("href", "script");
        assertThat(picture.length).isLessThan(2048);
    }

    @Test
    void watchesAllNamespacesAlone() {
        Set<String> supported = stream(OLM.csv().at("/spec/installModes"))
                .filter(mode -> mode.path("supported").asBoolean())
                .map(mode -> mode.path("type").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(supported).containsExactly("AllNamespaces");
        assertThat(OLM.csv().at("/spec/minKubeVersion").asText()).isEqualTo(ServerVersion.OLDEST.text() + ".0");
    }

    private static String version() {
        return Bundle.released(Release.packed().version());
    }

    private static String annotation(String name) {
        return OLM.csv().at("/metadata/annotations").path(name).asText();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
