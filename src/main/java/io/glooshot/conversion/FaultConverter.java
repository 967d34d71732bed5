package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Converts a fault. One that could hit other calls than it said is left out as a whole. */
final class FaultConverter {

    private static final int LEAST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;
    private static final int ALL = 100;
    private static final double STEPS_A_PERCENT = 10_000;

    private final Fields fields;
    private final Ledger ledger;
    private final Durations durations;
    private final References references;

    FaultConverter(Fields fields, Ledger ledger, Durations durations, References references) {
        this.fields = fields;
        this.ledger = ledger;
        this.durations = durations;
        this.references = references;
    }

    /** Empty when something of it was lost. */
    Optional<ObjectNode> convert(Value rule) {
        rule.account();
        int before = ledger.size();
        ArrayNode origins = references.origins(references(rule, "originServices"));
        ArrayNode destinations = references.destinations(destinationsOf(rule));
        ObjectNode fault = fault(rule);
        if (destinations.isEmpty() && !ledger.hasLost(rule.path(), before)) {
            ledger.lose(rule, "names no service that is called: 0.0.x hit all of the mesh, now they have to be named.");
        }
        ledger.sweep(rule);
        if (ledger.hasLost(rule.path(), before)) {
            return Optional.empty();
        }
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        if (!origins.isEmpty()) {
            converted.set("originServices", origins);
        }
        converted.set("destinationServices", destinations);
        converted.set("fault", fault);
        return Optional.of(converted);
    }

    private List<Value> references(Value rule, String name) {
        return fields.list(rule, name).map(fields::maps).orElse(List.of());
    }

    /** 0.0.1 had one, as Gloo's destination. */
    private List<Value> destinationsOf(Value rule) {
        Optional<Value> upstream = fields.map(rule, "service").flatMap(service -> fields.map(service, "upstream"));
        return upstream.map(List::of).orElseGet(() -> references(rule, "destinationServices"));
    }

    private ObjectNode fault(Value rule) {
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        Optional<Value> fault = fields.map(rule, "fault");
        Optional<Value> abort = fault.flatMap(kind -> fields.map(kind, "abort"));
        Optional<Value> delay = fault.flatMap(kind -> fields.map(kind, "delay"));
        abort.ifPresent(kind -> converted.set("abort", abort(kind)));
        delay.ifPresent(kind -> converted.set("delay", delay(kind)));
        if (abort.isEmpty() && delay.isEmpty()) {
            ledger.lose(fault.orElse(rule), "has neither abort nor delay, so there is nothing to inject.");
            return converted;
        }
        if (abort.isPresent() && delay.isPresent()) {
            ledger.warn(delay.get(), "is injected as well as the abort: 0.0.x had room for one of them in a fault.");
        }
        int kinds = converted.size();
        int withShare = converted.findValues("percentage").size();
        if (fault.get().has("percentage")) {
            fields.number(fault.get(), "percentage").ifPresent(share -> put(share, converted));
        } else if (withShare < kinds) {
            converted.put("percentage", ALL);
            ledger.warn(
                    fault.get(),
                    "has no percentage and is now 100: so it was documented, but SuperGloo took 0 and no call was hit.");
        }
        return converted;
    }

    private ObjectNode abort(Value abort) {
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        Optional<Value> status = fields.number(abort, "httpStatus");
        status.ifPresentOrElse(
                value -> {
                    double number = Fields.numberOf(value).doubleValue();
                    if (number == Math.rint(number) && number >= LEAST_STATUS && number <= HIGHEST_STATUS) {
                        converted.put("httpStatus", (int) number);
                    } else {
                        ledger.lose(value, "is no HTTP status of an answer: 200 to 599.");
                    }
                },
                () -> {
                    if (!abort.has("httpStatus") && !abort.has("http_status")) {
                        ledger.lose(abort, "has no httpStatus.");
                    }
                });
        fields.number(abort, "percentage").ifPresent(share -> put(share, converted));
        return converted;
    }

    private ObjectNode delay(Value delay) {
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        // 0.0.1 named it as Gloo did.
        String name = delay.has("fixedDelay") || delay.has("fixed_delay") ? "fixedDelay" : "duration";
        durations
                .take(delay, name)
                .ifPresentOrElse(
                        found -> {
                            if (found.duration().isWithin(OldDuration.MILLISECOND, OldDuration.HOUR)) {
                                converted.put("duration", durations.today(found));
                            } else {
                                ledger.lose(found.value(), "is beyond what a call can be held up: 1ms to 1h.");
                            }
                        },
                        () -> {
                            if (!delay.has(name)) {
                                ledger.lose(delay, "has no duration.");
                            }
                        });
        fields.any(delay, "delayType").ifPresent(type -> {
            if (type.toString().equals("FIXED") || type.toString().equals("0")) {
                ledger.info(type, "left out: every delay is a fixed one.");
            } else {
                ledger.lose(type, "is no kind of delay that 0.0.x knew.");
            }
        });
        fields.number(delay, "percentage").ifPresent(share -> put(share, converted));
        return converted;
    }

    private void put(Value share, ObjectNode converted) {
        double percent = Fields.numberOf(share).doubleValue();
        if (!(percent >= 0 && percent <= ALL)) {
            ledger.lose(share, "is no share of the calls: 0 to 100.");
            return;
        }
        double now = Math.rint(percent * STEPS_A_PERCENT) / STEPS_A_PERCENT;
        if (percent != Math.rint(percent)) {
            ledger.warn(share, "is now %s; SuperGloo cut it down to %d.".formatted(now, (int) percent));
        }
        if (now == Math.rint(now)) {
            converted.put("percentage", (int) now);
        } else {
            converted.put("percentage", now);
        }
    }
}
