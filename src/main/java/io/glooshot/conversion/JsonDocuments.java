package io.glooshot.conversion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** JSON objects, one after the other. */
final class JsonDocuments {

    /** A brace and a quoted name. What else begins with a brace is YAML. */
    private static final Pattern BEGINNING = Pattern.compile("\\A\\s*\\{\\s*(\"|\\})");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Budget.MOST_LEVELS)
                    .maxNumberLength(Budget.LONGEST_NUMBER)
                    .maxStringLength(Budget.MOST_CHARACTERS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Budget budget = new Budget();

    private JsonDocuments(JsonParser parser) {
        this.parser = parser;
    }

    static boolean looksLikeIt(String text) {
        return BEGINNING.matcher(text).find();
    }

    static void read(String text, Consumer<Value> documents) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            new JsonDocuments(parser).readAll(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readAll(Consumer<Value> documents) throws IOException {
        try {
            while (parser.nextToken() != null) {
                documents.accept(value("", 0));
            }
        } catch (StreamConstraintsException e) {
            int line = parser.currentLocation().getLineNr();
            throw e.getMessage().contains("nesting depth")
                    ? Budget.tooDeep(line)
                    : new UnreadableException(line, "is beyond what is read: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new UnreadableException(
                    at.getLineNr(),
                    "is no JSON at line %d, column %d: %s"
                            .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
        }
    }

    private Value value(String path, int level) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        budget.spend(line, level);
        return new Value(
                path,
                line,
                switch (parser.currentToken()) {
                    case START_OBJECT -> object(path, level);
                    case START_ARRAY -> array(path, level);
                    case VALUE_STRING -> parser.getText();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Scalars.number(parser.getText());
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> null;
                });
    }

    private Map<String, Value> object(String path, int level) throws IOException {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(Value.field(path, name), level + 1));
        }
        return fields;
    }

    private List<Value> array(String path, int level) throws IOException {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]", level + 1));
        }
        return items;
    }
}
