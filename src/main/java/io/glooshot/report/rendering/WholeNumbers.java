package io.glooshot.report.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Numbers as the API server gives them back: {@code 100}, where Java has {@code 100.0}. */
final class WholeNumbers {

    /** Beyond it not every whole number is one of floating point. */
    private static final double LARGEST = 1L << 53;

    private WholeNumbers() {}

    /** In the object itself. */
    static <T extends JsonNode> T in(T node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                JsonNode value = field.getValue();
                if (value.isDouble()
                        && value.doubleValue() == Math.rint(value.doubleValue())
                        && Math.abs(value.doubleValue()) < LARGEST) {
                    field.setValue(LongNode.valueOf(value.longValue()));
                }
            });
        }
        node.forEach(WholeNumbers::in);
        return node;
    }
}
