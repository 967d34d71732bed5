package io.glooshot.report.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;

/** Objects as YAML that says just the same when it is read back, and does nothing to whoever reads it. */
final class Yaml {

    private static final YAMLMapper AS_WRITTEN = mapper(true);
    /** Every character beyond ASCII as its code, in a text that has some which are better not shown. */
    private static final YAMLMapper IN_CODES = mapper(false);

    private static final Pattern CODED =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}&&[^\\n\\x{200c}\\x{200d}]]");

    private Yaml() {}

    static String of(JsonNode object) {
        try {
            String text = AS_WRITTEN.writeValueAsString(object);
            return CODED.matcher(text).find() ? IN_CODES.writeValueAsString(object) : text;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static YAMLMapper mapper(boolean unicode) {
        DumperOptions options = new DumperOptions();
        options.setAllowUnicode(unicode);
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(0);
        // Lines are not folded: a query that is copied from here stays in one piece.
        options.setSplitLines(false);
        return YAMLMapper.builder(YAMLFactory.builder()
                        .dumperOptions(options)
                        .disable(Feature.WRITE_DOC_START_MARKER)
                        .enable(Feature.MINIMIZE_QUOTES)
                        .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build())
                .build();
    }
}
