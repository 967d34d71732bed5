package io.glooshot.report.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.report.rendering.Point.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the page's script draws, as JSON that may stand in the middle of HTML: it has no angle bracket, no ampersand and no
 * character beyond ASCII, so nothing in it can end the element that it is in.
 */
final class PlotData {

    private static final JsonMapper MAPPER = mapper();

    private PlotData() {}

    static String json(Story story) {
        ObjectNode plots = MAPPER.createObjectNode();
        Instant origin = story.origin().orElse(Instant.EPOCH);
        plots.put("origin", origin.toEpochMilli());
        put(plots, "begun", story.faultsBegun(), origin);
        put(plots, "on", story.faultsOn(), origin);
        put(plots, "off", story.faultsOff(), origin);
        ArrayNode conditions = plots.putArray("conditions");
        story.conditions().forEach(condition -> add(conditions.addObject(), condition, origin));
        try {
            return MAPPER.writeValueAsString(plots);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ObjectNode plot, ConditionRecord condition, Instant origin) {
        Figures.finite(condition.threshold()).ifPresent(threshold -> plot.put("threshold", threshold));
        plot.put("operator", Words.symbol(condition.operator()));
        put(plot, "healthy", Times.instant(condition.timeRecovered()), origin);
        ArrayNode times = plot.putArray("times");
        ArrayNode values = plot.putArray("values");
        ArrayNode kinds = plot.putArray("kinds");
        ArrayNode texts = plot.putArray("texts");
        ArrayNode met = plot.putArray("met");
        for (Point point : timed(condition)) {
            times.add(seconds(origin, point.time().orElseThrow()));
            if (point.kind() == Kind.VALUE) {
                values.add(point.value());
            } else {
                // Never a number: the line has a gap there.
                values.addNull();
            }
            kinds.add(point.kind().name().toLowerCase(Locale.ROOT));
            texts.add(point.text());
            met.add(point.met());
        }
    }

    static List<Point> timed(ConditionRecord condition) {
        return Point.of(condition).stream()
                .filter(point -> point.time().isPresent())
                .toList();
    }

    private static void put(ObjectNode node, String name, Optional<Instant> time, Instant origin) {
        time.ifPresent(at -> node.put(name, seconds(origin, at)));
    }

    private static double seconds(Instant origin, Instant at) {
        return Duration.between(origin, at).toMillis() / 1e3;
    }

    private static JsonMapper mapper() {
        JsonMapper mapper =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        mapper.getFactory().setCharacterEscapes(new HtmlSafe());
        return mapper;
    }

    /** Escapes what could be taken for markup. */
    private static final class HtmlSafe extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char character : "<>&'".toCharArray()) {
                codes[character] = ESCAPE_STANDARD;
            }
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
