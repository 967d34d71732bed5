package io.glooshot.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The bundle for OLM, made from the very objects that {@code init} would install by default. */
final class Bundle {

    static final Path DIRECTORY = Path.of("kubernetes/bundle");
    static final String CSV = "manifests/glooshot.clusterserviceversion.yaml";
    static final String ANNOTATIONS = "metadata/annotations.yaml";
    static final String DOCKERFILE = "bundle.Dockerfile";

    /** OLM takes them in no bundle. */
    static final Set<Kind> LEFT_OUT = EnumSet.of(Kind.NAMESPACE, Kind.ADMISSION_POLICY, Kind.ADMISSION_POLICY_BINDING);

    /** By its name a channel says what to expect of it; docs/release.md says how long this is the one. */
    private static final String CHANNEL = "candidate";

    private static final String PREFIX = "operators.operatorframework.io.bundle.";
    private static final String HEAD = "# Generated; BundleTest says from what, and how.\n";

    /** OLM makes them from the ClusterServiceVersion, and so do the roles that are bound. */
    private static final Set<Kind> IN_CSV =
            EnumSet.of(Kind.SERVICE_ACCOUNT, Kind.CLUSTER_ROLE_BINDING, Kind.ROLE, Kind.ROLE_BINDING, Kind.DEPLOYMENT);

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .stringQuotingChecker(new Quoting())
            .build());

    /** Parsers of YAML differ in what they take for a number or a time, so only what is a word to all of them goes bare. */
    private static final class Quoting extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1;
        private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9 ,./_+-]*");

        @Override
        public boolean needToQuoteValue(String value) {
            return !value.contains("\n")
                    && (super.needToQuoteValue(value) || !WORD.matcher(value).matches());
        }
    }

    private final String version;
    private final List<Item> items;

    private Bundle(String version, List<Item> items) {
        this.version = version;
        this.items = items;
    }

    static Bundle packed() {
        Release release = Release.packed();
        String version = released(release.version());
        String image = BundleCsv.handwritten(version)
                .at("/metadata/annotations/containerImage")
                .asText();
        Values values =
                new ValuesReader().yaml("image: \"%s\"".formatted(image)).read();
        return new Bundle(version, new Rendering(new Release(version, release.objects()), values).items());
    }

    /** The name of a ClusterServiceVersion is that of an object and the value of a label: without capitals. */
    static String released(String version) {
        return version.replace("-SNAPSHOT", "");
    }

    String version() {
        return version;
    }

    /** By their paths in the bundle. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put(CSV, HEAD + yaml(new BundleCsv(version, items).tree()));
        items.stream()
                .filter(this::isAnObjectOfItsOwn)
                .forEach(item -> files.put(path(item), HEAD + yaml(asGiven(item))));
        files.put(ANNOTATIONS, annotationsFile());
        files.put(DOCKERFILE, dockerfile());
        return files;
    }

    private boolean isAnObjectOfItsOwn(Item item) {
        boolean isBound = item.kind() == Kind.CLUSTER_ROLE
                && items.stream()
                        .filter(other -> other.kind() == Kind.CLUSTER_ROLE_BINDING)
                        .anyMatch(binding ->
                                binding.tree().at("/roleRef/name").asText().equals(item.name()));
        return !isBound && !LEFT_OUT.contains(item.kind()) && !IN_CSV.contains(item.kind());
    }

    /** Its namespace is the one of the Subscription. */
    private static ObjectNode asGiven(Item item) {
        ObjectNode tree = item.tree().deepCopy();
        tree.withObject("/metadata").remove("namespace");
        tree.withObject("/metadata/labels").remove(Names.MANAGED_BY_LABEL);
        return tree;
    }

    private static String path(Item item) {
        String kind = item.kind() == Kind.CUSTOM_RESOURCE_DEFINITION
                ? "crd"
                : item.tree().path("kind").asText().toLowerCase(Locale.ROOT);
        return "manifests/%s.%s.yaml".formatted(item.name(), kind);
    }

    private static Map<String, String> annotations() {
        return new TreeMap<>(Map.of(
                PREFIX + "mediatype.v1",
                "registry+v1",
                PREFIX + "manifests.v1",
                "manifests/",
                PREFIX + "metadata.v1",
                "metadata/",
                PREFIX + "package.v1",
                Names.GLOOSHOT,
                PREFIX + "channels.v1",
                CHANNEL,
                PREFIX + "channel.default.v1",
                CHANNEL));
    }

    private static String annotationsFile() {
        ObjectNode file = YAML.createObjectNode();
        annotations().forEach(file.putObject("annotations")::put);
        return HEAD + yaml(file);
    }

    private static String dockerfile() {
        return annotations().entrySet().stream()
                .map(label -> "LABEL %s=%s\n".formatted(label.getKey(), label.getValue()))
                .collect(Collectors.joining("", HEAD + "FROM scratch\n\n", """

                        COPY manifests /manifests/
                        COPY metadata /metadata/
                        """));
    }

    private static String yaml(ObjectNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
