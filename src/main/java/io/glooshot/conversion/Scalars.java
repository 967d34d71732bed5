package io.glooshot.conversion;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a scalar stands for: a String, a Long, a Double, a Boolean, or null. */
final class Scalars {

    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern FRACTION = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private Scalars() {}

    static Object of(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()
                && !scalar.getTag().equals(Tag.INT)
                && !scalar.getTag().equals(Tag.FLOAT)) {
            return text;
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return YES.contains(text.toLowerCase(Locale.ROOT));
        }
        if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) {
            return number(text);
        }
        return text;
    }

    /** Plain numbers as kubectl takes them; texts such as 1:30, 0x1F or .nan, that are numbers to YAML 1.1 alone, stay texts. */
    static Object number(String text) {
        if (text.length() <= Budget.LONGEST_NUMBER) {
            if (DECIMAL.matcher(text).matches()) {
                try {
                    return Long.valueOf(text);
                } catch (NumberFormatException e) {
                    return Double.valueOf(text);
                }
            }
            if (FRACTION.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
                return Double.valueOf(text);
            }
        }
        return text;
    }
}
