package io.glooshot.report.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.Report;
import java.io.UncheckedIOException;
import java.util.List;

/** The object itself. */
final class JsonReport {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JsonReport() {}

    static String of(Report report) {
        return text(object(report));
    }

    /** As kubectl has several objects. */
    static String of(List<Report> reports) {
        ObjectNode list = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        reports.forEach(report -> items.add(object(report)));
        return text(list);
    }

    private static ObjectNode object(Report report) {
        ObjectNode object = MAPPER.valueToTree(report);
        WholeNumbers.in(object);
        // As kubectl does: they are of the API server, and longer than the rest.
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return object;
    }

    private static String text(ObjectNode object) {
        DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(twoSpaces)
                                    .withArrayIndenter(twoSpaces))
                            .writeValueAsString(object)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
