package io.glooshot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.Experiment;
import io.glooshot.api.GlooShot;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

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

    /** Of one file or answer; far more than people write. */
    private static final int MOST_BYTES = 8 << 20;

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");
    private static final String API = GlooShot.GROUP + "/" + GlooShot.VERSION;

    /** What the API server would drop in silence is refused: it is a slip of the pen, or of another version. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final InputStream standardInput;

    /** @param standardInput what {@code -} stands for */
    Manifests(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * All objects of all sources, in order; those of a folder by the names of its files.
     *
     * @throws CommandFailure when one cannot be read or is no object, and when there is none at all
     */
    List<Document> read(List<String> sources) {
        List<Document> documents = new ArrayList<>();
        for (String source : sources) {
            read(source, documents);
        }
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

    private void read(String source, List<Document> documents) {
        if (source.equals("-")) {
            parse("standard input", text(source, standardInput), documents);
        } else if (source.matches("(?i)https?://.*")) {
            parse(source, download(source), documents);
        } else if (Files.isDirectory(Path.of(source))) {
            List<Path> files = filesIn(source);
            files.forEach(file -> parse(file.toString(), text(file), documents));
        } else {
            parse(source, text(Path.of(source)), documents);
        }
    }

    private static List<Path> filesIn(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> EXTENSIONS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw unreadable(folder, "the folder has no file that ends with .yaml, .yml or .json", null);
            }
            return found;
        } catch (IOException e) {
            throw unreadable(folder, String.valueOf(e), e);
        }
    }

    private static String text(Path file) {
        if (!Files.exists(file)) {
            throw unreadable(file.toString(), "there is no such file or folder", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(file.toString(), in);
        } catch (IOException e) {
            throw unreadable(file.toString(), String.valueOf(e), e);
        }
    }

    private static String text(String source, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw unreadable(source, "it is larger than %d MiB".formatted(MOST_BYTES >> 20), null);
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw unreadable(source, String.valueOf(e), e);
        }
    }

    private static String download(String url) {
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(LONGEST_ANSWER)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(LONGEST_ANSWER)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw unreadable(url, "the server answered with HTTP " + answer.statusCode(), null);
                }
                return text(url, body);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(url, String.valueOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(url, "it was interrupted", e);
        }
    }

    private static void parse(String source, String text, List<Document> documents) {
        try (MappingIterator<JsonNode> parts = STRICT.readerFor(JsonNode.class).readValues(text)) {
            for (int number = 1; parts.hasNextValue(); number++) {
                JsonNode part = parts.nextValue();
                String name = number == 1 ? source : "%s (document %d)".formatted(source, number);
                if (!part.isNull() && !part.isMissingNode()) {
                    add(name, part, documents);
                }
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    "%s is neither YAML nor JSON".formatted(source),
                    e.getOriginalMessage() + at(e),
                    "Put that right.",
                    e);
        } catch (IOException e) {
            throw unreadable(source, String.valueOf(e), e);
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

    private static CommandFailure unreadable(String source, String why, Exception cause) {
        return new CommandFailure(
                "%s cannot be read".formatted(source),
                why,
                "Give -f a file, a folder, an http or https URL, or - for standard input.",
                cause);
    }
}
