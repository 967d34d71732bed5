package io.glooshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.Experiment;
import io.glooshot.api.GlooShot;
import io.glooshot.conversion.Documents;
import io.glooshot.conversion.SourceText;
import io.glooshot.conversion.UnreadableException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Reads the objects that {@code -f} names: a file, a folder, a URL, or standard input by {@code -}. YAML and JSON, several
 * documents in one, and lists of objects.
 */
final class Manifests {

    /**
     * One object, as it was written.
     *
     * @param source where it stands, for people
     */
    record Document(String source, ObjectNode content) {

        String kind() {
            return content.path("kind").asText();
        }

        String apiVersion() {
            return content.path("apiVersion").asText();
        }
    }

    private static final String API = GlooShot.GROUP + "/" + GlooShot.VERSION;

    /** What the API server would drop in silence is refused: it is a slip of the pen, or of another version. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final SourceTexts texts;

    /** @param standardInput what {@code -} stands for */
    Manifests(InputStream standardInput) {
        this.texts = new SourceTexts(standardInput);
    }

    /**
     * All objects of all sources, in order; those of a folder by the names of its files.
     *
     * @throws CommandFailure when one cannot be read or is no object, and when there is none at all
     */
    List<Document> read(List<String> sources) {
        List<Document> documents = new ArrayList<>();
        texts.read(sources).forEach(text -> parse(text, documents));
        if (documents.isEmpty()) {
            throw new CommandFailure(
                    "%s has no object".formatted(String.join(", ", sources)),
                    "every document in it is empty",
                    "Write an Experiment into it; kubernetes/examples has some.");
        }
        return documents;
    }

    /**
     * The same, where all of them have to be Experiments of today's API.
     *
     * @throws CommandFailure also when one is something else, or has a field that the API does not know
     */
    List<Experiment> experiments(List<String> sources) {
        return read(sources).stream().map(Manifests::experiment).toList();
    }

    /** @throws CommandFailure when it is none, or has a field that the API does not know */
    static Experiment experiment(Document document) {
        if (!document.kind().equals("Experiment") || !document.apiVersion().equals(API)) {
            throw new CommandFailure(
                    "%s is no Experiment".formatted(document.source()),
                    "its kind is '%s' and its apiVersion '%s'".formatted(document.kind(), document.apiVersion()),
                    document.kind().equals("Experiment")
                            ? "Bring it up to %s with `glooshot convert`.".formatted(API)
                            : "Apply it with kubectl, and give this command Experiments of %s.".formatted(API));
        }
        try {
            Experiment experiment = STRICT.treeToValue(document.content(), Experiment.class);
            if (experiment.getSpec() == null) {
                throw new CommandFailure(
                        "%s is incomplete".formatted(document.source()),
                        "it has no spec",
                        "Say in its spec what to break and what ends it; docs/api.md has every field.");
            }
            return experiment;
        } catch (UnrecognizedPropertyException unknown) {
            throw new CommandFailure(
                    "%s has a field that is not known: %s".formatted(document.source(), path(unknown)),
                    "there the API knows %s".formatted(new TreeSet<>(unknown.getKnownPropertyIds())),
                    "Put its name or its place right; docs/api.md has every field.",
                    unknown);
        } catch (JsonProcessingException odd) {
            throw new CommandFailure(
                    "%s does not fit the API".formatted(document.source()),
                    odd.getOriginalMessage() + at(odd),
                    "Put that right; docs/api.md says what each field may be.",
                    odd);
        }
    }

    private static void parse(SourceText text, List<Document> documents) {
        try {
            List<JsonNode> parts = Documents.read(text.text());
            for (int number = 1; number <= parts.size(); number++) {
                String name = number == 1 ? text.name() : "%s (document %d)".formatted(text.name(), number);
                add(name, parts.get(number - 1), documents);
            }
        } catch (UnreadableException e) {
            throw new CommandFailure(
                    "%s is neither YAML nor JSON".formatted(text.name()), "it " + e.getMessage(), "Put that right.", e);
        }
    }

    private static void add(String source, JsonNode part, List<Document> documents) {
        if (!(part instanceof ObjectNode object)) {
            throw new CommandFailure(
                    "%s is no object".formatted(source),
                    "it has no apiVersion and kind",
                    "Write a whole object; kubernetes/examples has some.");
        }
        if (object.path("kind").asText().equals("List") && object.path("items").isArray()) {
            int number = 0;
            for (JsonNode item : object.path("items")) {
                add("%s (item %d)".formatted(source, ++number), item, documents);
            }
        } else {
            documents.add(new Document(source, object));
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", in line %d".formatted(e.getLocation().getLineNr());
    }

    private static String path(UnrecognizedPropertyException unknown) {
        StringBuilder path = new StringBuilder();
        unknown.getPath()
                .forEach(step -> path.append(
                        step.getFieldName() == null
                                ? "[%d]".formatted(step.getIndex())
                                : (path.isEmpty() ? "" : ".") + step.getFieldName()));
        return path.toString();
    }
}
