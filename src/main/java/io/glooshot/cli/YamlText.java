package io.glooshot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.NonPrintableStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes objects as people write them: few quotes, queries as blocks, and no text that kubectl would take for something else. */
final class YamlText {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Texts that Go's YAML takes for a truth value or a number, and this library does not. */
    private static final Pattern MISTAKEN = Pattern.compile("[yYnN]|[-+]?0[oObB].*");

    /** What some take for the end of a line, and others do not. */
    private static final Pattern ODD_BREAK = Pattern.compile("[\\r\\u0085\\u2028\\u2029\\uFEFF]");

    private YamlText() {}

    /** Between two documents. */
    static final String SEPARATOR = "---\n";

    /** A document, without separators. */
    static String of(JsonNode object) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setIndicatorIndent(0);
        options.setNonPrintableStyle(NonPrintableStyle.ESCAPE);
        return new Yaml(new Texts(options), options).dump(MAPPER.convertValue(object, Map.class));
    }

    private static final class Texts extends Representer {

        Texts(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            return super.representScalar(tag, value, tag.equals(Tag.STR) ? style(value, style) : style);
        }

        private static ScalarStyle style(String value, ScalarStyle otherwise) {
            if (ODD_BREAK.matcher(value).find()) {
                return ScalarStyle.DOUBLE_QUOTED;
            }
            if (MISTAKEN.matcher(value).matches()) {
                return ScalarStyle.SINGLE_QUOTED;
            }
            return value.contains("\n") ? ScalarStyle.LITERAL : otherwise;
        }
    }
}
