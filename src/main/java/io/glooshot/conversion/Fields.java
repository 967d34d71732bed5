package io.glooshot.conversion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes fields of the types that 0.0.x took, which read protobuf's JSON: names in camelCase or as in the proto file, numbers also in
 * quotes. A value of another type is told as lost.
 */
final class Fields {

    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private final Ledger ledger;

    Fields(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whatever is there, by either of its names; empty for null. */
    Optional<Value> any(Value parent, String name) {
        Value value = parent.fields().get(name);
        if (value == null) {
            value = parent.fields().get(snake(name));
        }
        if (value == null) {
            return Optional.empty();
        }
        value.account();
        return value.isNull() ? Optional.empty() : Optional.of(value);
    }

    Optional<Value> map(Value parent, String name) {
        return any(parent, name).filter(value -> value.isMap() || wrong(value, "a mapping"));
    }

    Optional<Value> list(Value parent, String name) {
        return any(parent, name).filter(value -> value.isList() || wrong(value, "a list"));
    }

    Optional<Value> text(Value parent, String name) {
        return any(parent, name).filter(value -> value.text().isPresent() || wrong(value, "a text"));
    }

    Optional<Value> number(Value parent, String name) {
        return any(parent, name).filter(value -> isNumber(value) || wrong(value, "a number"));
    }

    /** The elements that are mappings. */
    List<Value> maps(Value list) {
        return list.items().stream()
                .filter(item -> item.isMap() || wrong(item, "a mapping"))
                .toList();
    }

    static Number numberOf(Value value) {
        return value.number().orElseGet(() ->
                (Number) Scalars.number(value.text().orElseThrow().strip()));
    }

    private static boolean isNumber(Value value) {
        return value.number().isPresent()
                || value.text()
                        .filter(text -> Scalars.number(text.strip()) instanceof Number)
                        .isPresent();
    }

    /** False, for filters. */
    private boolean wrong(Value value, String wanted) {
        ledger.lose(value, "has to be " + wanted + ".");
        return false;
    }

    private static String snake(String name) {
        return CAPITAL.matcher(name)
                .replaceAll(
                        found -> Matcher.quoteReplacement("_" + found.group().toLowerCase(Locale.ROOT)));
    }
}
