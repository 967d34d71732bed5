package io.glooshot.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.conversion.Note.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** What holds for every experiment of 0.0.x, the wrong ones included. */
class ConverterPropertyTest {

    @Property(tries = 2000)
    void carriesEachLeafOverOrTellsOfIt(@ForAll long seed) {
        ObjectNode old = OldExperiments.any(seed);

        Conversion conversion = Converter.convert(old.toString(), "old.json");

        List<String> carried = new ArrayList<>();
        conversion.objects().forEach(object -> leaves(object, "").values().forEach(leaf -> carried.add(text(leaf))));
        leaves(old, "").forEach((path, leaf) -> {
            // Protobuf tells neither null nor an empty text from nothing.
            if (!leaf.asText("").isEmpty()
                    && !leaf.isNull()
                    && conversion.notes().stream().noneMatch(note -> covers(note.path(), path))) {
                assertThat(carried.remove(text(leaf)))
                        .as(
                                "%s (%s) of %s is in %s or told of: %s",
                                path, leaf, old, conversion.objects(), conversion.notes())
                        .isTrue();
            }
        });
    }

    @Property(tries = 1000)
    void convertsWhatIsConvertedIntoItself(@ForAll long seed) {
        Conversion first = Converter.convert(OldExperiments.any(seed).toString(), "old.json");

        List<ObjectNode> all = new ArrayList<>(first.objects());
        all.addAll(first.incomplete());
        for (ObjectNode object : all) {
            Conversion second = Converter.convert(object.toString(), "new.json");

            assertThat(second.objects()).extracting(ObjectNode::toString).containsExactly(object.toString());
            assertThat(second.notes()).extracting(Note::severity).containsExactly(Severity.INFO);
        }
    }

    @Property(tries = 1000)
    void carriesOverWhatIsRight(@ForAll long seed) {
        ObjectNode old = OldExperiments.right(seed);

        Conversion conversion = Converter.convert(old.toString(), "old.json");

        assertThat(conversion.complete()).as("%s: %s", old, conversion.notes()).isTrue();
        assertThat(conversion.objects()).hasSize(1);
        JsonNode before = old.path("kind").isMissingNode() ? old.path("spec") : old.at("/spec/spec");
        JsonNode now = conversion.objects().get(0).path("spec");
        assertThat(now.path("faults")).hasSameSizeAs(either(before, "faults", "faults"));
        assertThat(now.path("failureConditions"))
                .hasSameSizeAs(either(before, "failureConditions", "failure_conditions"));
    }

    /** Neither a fault that hits more callers, nor an experiment that is watched by less. */
    @Property(tries = 2000)
    void breaksNoMoreAndWatchesNoLessThanWasMeant(@ForAll long seed) {
        ObjectNode old = OldExperiments.any(seed);
        Conversion conversion = Converter.convert(old.toString(), "old.json");
        if (conversion.objects().isEmpty()) {
            return;
        }
        JsonNode before = old.at("/spec/spec").isObject() ? old.at("/spec/spec") : old.path("spec");
        JsonNode now = conversion.objects().get(0).path("spec");
        JsonNode faults = either(before, "faults", "faults");
        for (int i = 0; i < faults.size(); i++) {
            assertThat(now.at("/faults/" + i).path("originServices"))
                    .hasSameSizeAs(either(faults.get(i), "originServices", "origin_services"));
        }
        assertThat(now.path("failureConditions"))
                .hasSameSizeAs(either(before, "failureConditions", "failure_conditions"));
    }

    @Property(tries = 1000)
    void neverThrows(@ForAll @StringLength(max = 200) String text) {
        Conversion conversion = Converter.convert(text, "x");

        assertThat(conversion.complete())
                .isEqualTo(conversion.notes().stream()
                        .noneMatch(note -> note.severity().isLoss()));
    }

    @Property(tries = 1000)
    void neverThrowsWhereverATextIsCut(@ForAll long seed, @ForAll int at) {
        String text = OldExperiments.any(seed).toString();

        Converter.convert(text.substring(0, Math.floorMod(at, text.length())), "x");
    }

    private static JsonNode either(JsonNode parent, String camel, String snake) {
        return parent.has(camel) ? parent.path(camel) : parent.path(snake);
    }

    private static boolean covers(String note, String path) {
        return note.isEmpty()
                || path.equals(note)
                || (path.startsWith(note) && ".[".indexOf(path.charAt(note.length())) >= 0);
    }

    private static Map<String, JsonNode> leaves(JsonNode node, String path) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(
                            field -> leaves.putAll(leaves(field.getValue(), Value.field(path, field.getKey()))));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves.putAll(leaves(node.get(i), path + "[" + i + "]"));
            }
        } else {
            leaves.put(path, node);
        }
        return leaves;
    }

    /** A number is the same in quotes and without. */
    private static String text(JsonNode leaf) {
        try {
            return String.valueOf(Double.parseDouble(leaf.asText()));
        } catch (NumberFormatException e) {
            return leaf.asText();
        }
    }
}
