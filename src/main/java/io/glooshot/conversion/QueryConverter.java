package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts a Prometheus query and its comparison. */
final class QueryConverter {

    private static final int LONGEST_QUERY = 4096;
    private static final Pattern PLACEHOLDER =
            Pattern.compile("([^{]|\\{[^{]|\\{\\{ *(service|namespace|interval|experiment) *}})*+\\{?");
    private static final Pattern SCALAR = Pattern.compile("\\s*(scalar\\s*\\(|[-+]?[0-9.]+\\s*$)");
    /** What 0.0.x compared as it was written. */
    private static final Set<String> KEPT = Set.of(">", ">=", "<=", "<");

    private final Fields fields;
    private final Ledger ledger;
    private final Durations durations;
    private final References references;

    QueryConverter(Fields fields, Ledger ledger, Durations durations, References references) {
        this.fields = fields;
        this.ledger = ledger;
        this.durations = durations;
        this.references = references;
    }

    /** Empty when something of it was lost. */
    Optional<ObjectNode> convert(Value trigger) {
        int before = ledger.size();
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        Optional<Value> query = fields.text(trigger, "customQuery");
        Optional<Value> rate = fields.map(trigger, "successRate");
        query.ifPresent(text -> query(text, converted));
        rate.ifPresent(service -> rate(service, converted));
        if (query.isPresent() == rate.isPresent() && !ledger.hasLost(trigger.path(), before)) {
            ledger.lose(trigger, "needs one of customQuery and successRate, and has both or none.");
        }
        operator(trigger, converted);
        Optional<Value> threshold = fields.number(trigger, "thresholdValue");
        threshold.ifPresent(value -> threshold(value, converted));
        if (threshold.isEmpty() && !ledger.hasLost(trigger.path(), before)) {
            converted.put("thresholdValue", 0);
            ledger.warn(query.or(() -> rate).orElse(trigger), "has no thresholdValue, which was 0 and is now said so.");
        }
        return ledger.hasLost(trigger.path(), before) ? Optional.empty() : Optional.of(converted);
    }

    private void query(Value query, ObjectNode converted) {
        String text = query.text().orElseThrow();
        if (text.isBlank() || text.length() > LONGEST_QUERY) {
            ledger.lose(query, "has to have 1 to %d characters.".formatted(LONGEST_QUERY));
            return;
        }
        if (!PLACEHOLDER.matcher(text).matches()) {
            ledger.lose(query, "has {{…}}, which now stands for values that are filled in.");
            return;
        }
        converted.put("customQuery", text);
        if (SCALAR.matcher(text).lookingAt()) {
            ledger.warn(
                    query,
                    "if it has no data, or cannot be read, the run ends as Aborted: 0.0.x went on. Where empty means well,"
                            + " append `or vector(0)` inside scalar(…), or add onNoData: Healthy to the condition.");
        } else {
            ledger.warn(
                    query,
                    "if it yields a vector, it is read from now on: 0.0.x took nothing but scalars, so the condition was never met."
                            + " With no data the run ends as Aborted; see onNoData.");
        }
    }

    private void rate(Value rate, ObjectNode converted) {
        ObjectNode now = JsonNodeFactory.instance.objectNode();
        fields.map(rate, "service")
                .ifPresentOrElse(
                        service -> references.plainService(service).ifPresent(named -> now.set("service", named)),
                        () -> {
                            if (!rate.has("service")) {
                                ledger.lose(rate, "names no service.");
                            }
                        });
        durations.take(rate, "interval").ifPresent(found -> {
            if (found.duration().isWithin(OldDuration.SECOND, OldDuration.HOUR)) {
                now.put("interval", durations.today(found));
            } else {
                ledger.lose(found.value(), "has to be 1s to 1h.");
            }
        });
        converted.set("successRate", now);
        ledger.sweep(rate);
        ledger.warn(
                rate,
                "is read from now on: the query of 0.0.x was no PromQL, so the condition was never met. It is a share from 0 to 1,"
                        + " and leaves out the requests that the experiment itself has faulted (excludeInjected).");
    }

    private void operator(Value trigger, ObjectNode converted) {
        Optional<Value> operator = fields.text(trigger, "comparisonOperator");
        String written = operator.flatMap(Value::text).orElse("");
        if (written.isEmpty()) {
            converted.put("comparisonOperator", "<");
        } else if (KEPT.contains(written)) {
            converted.put("comparisonOperator", written);
        } else if (written.equals("==") || written.equals("!=")) {
            converted.put("comparisonOperator", written);
            ledger.warn(operator.get(), "is now what it says: 0.0.x compared with < instead. Write < to keep that.");
        } else {
            converted.put("comparisonOperator", "<");
            ledger.warn(operator.get(), "is now <, with which 0.0.x compared where it did not know the operator.");
        }
    }

    private void threshold(Value value, ObjectNode converted) {
        Number number = Fields.numberOf(value);
        if (number instanceof Long whole) {
            converted.put("thresholdValue", whole);
        } else {
            converted.put("thresholdValue", number.doubleValue());
        }
    }
}
