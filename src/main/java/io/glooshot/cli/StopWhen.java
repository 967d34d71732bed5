package io.glooshot.cli;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.FailureCondition.OnNoData;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.Trigger;
import java.util.Arrays;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --stop-when} says: a PromQL query, a comparison and a number. The comparison is the last one outside of quotes and brackets.
 *
 * @param threshold a finite number
 */
record StopWhen(String query, ComparisonOperator operator, double threshold) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\s*([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final String FORM = "write it as 'QUERY > 0.01', with one of == != > < >= <= and a number";

    /** Refuses what would be read in another way than Prometheus reads it. */
    static class Converter implements ITypeConverter<StopWhen> {
        @Override
        public StopWhen convert(String text) {
            return parse(text);
        }
    }

    /** @throws TypeConversionException with what is wrong and how to write it */
    static StopWhen parse(String text) {
        PromqlScan scan = PromqlScan.of(text);
        if (scan.comparisons().isEmpty()) {
            throw wrong("has no comparison outside of quotes and brackets; " + FORM);
        }
        if (scan.comparisons().size() > 1) {
            throw wrong("has %d comparisons; put all but the last into brackets, or make a --stop-when of each"
                    .formatted(scan.comparisons().size()));
        }
        PromqlScan.Comparison last = scan.comparisons().get(0);
        String query = text.substring(0, last.from()).strip();
        String number = text.substring(last.to()).strip();
        if (query.isEmpty()) {
            throw wrong("has no query before '%s'; %s".formatted(last.symbol(), FORM));
        }
        if (scan.hasSetOperator()) {
            throw wrong("has 'and' or 'unless' outside of brackets, which Prometheus would apply after the comparison;"
                    + " put the query into brackets: '(…) %s …'".formatted(last.symbol()));
        }
        return new StopWhen(query, operator(last.symbol()), threshold(number, last.symbol()));
    }

    private static ComparisonOperator operator(String symbol) {
        return Arrays.stream(ComparisonOperator.values())
                .filter(operator -> operator.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> wrong("has '%s', which is no comparison; %s".formatted(symbol, FORM)));
    }

    private static double threshold(String number, String symbol) {
        if (number.matches("bool\\b.*")) {
            throw wrong("has 'bool' after '%s': leave it out, the comparison is made by Gloo Shot".formatted(symbol));
        }
        if (number.matches("[-+0-9.eE ]+%")) {
            throw wrong("ends in a percent sign: write 0.01 for 1%");
        }
        if (!NUMBER.matcher(number).matches()) {
            throw wrong(
                    number.isEmpty()
                            ? "has no number after '%s'; %s".formatted(symbol, FORM)
                            : "has '%s' after '%s', which is no number; to compare two queries write 'A - B %s 0'"
                                    .formatted(number, symbol, symbol));
        }
        double threshold = Double.parseDouble(number.replaceAll("\\s", ""));
        if (!Double.isFinite(threshold)) {
            throw wrong("has a number that is too large: " + number);
        }
        return threshold;
    }

    static TypeConversionException wrong(String what) {
        return new TypeConversionException(what);
    }

    /** @param onNoData null for the API's default */
    FailureCondition condition(OnNoData onNoData) {
        PrometheusTrigger prometheus = new PrometheusTrigger(query, null, null, null, null, operator, null, threshold);
        return new FailureCondition(null, null, null, null, onNoData, null, new Trigger(prometheus, null, null, null));
    }
}
