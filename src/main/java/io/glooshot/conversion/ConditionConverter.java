package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts the failure conditions of one experiment. One that could stop at something else than it said is left out. */
final class ConditionConverter {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_URL = 2048;
    private static final Pattern URL = Pattern.compile(
            "https?://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?)(:[0-9]{1,5})?([/?#][!-~]*)?");

    private final Fields fields;
    private final Ledger ledger;
    private final QueryConverter queries;
    private final Set<String> names = new HashSet<>();

    ConditionConverter(Fields fields, Ledger ledger, QueryConverter queries) {
        this.fields = fields;
        this.ledger = ledger;
        this.queries = queries;
    }

    /** Empty when something of it was lost. */
    Optional<ObjectNode> convert(Value condition) {
        condition.account();
        int before = ledger.size();
        ObjectNode converted = JsonNodeFactory.instance.objectNode();
        fields.text(condition, "name")
                .filter(name -> !name.text().orElseThrow().isEmpty())
                .ifPresent(name -> converted.put("name", name(name)));
        // Before 0.0.5 what is in a trigger stood in the condition itself.
        Value trigger = fields.map(condition, "trigger").orElse(condition);
        Optional<Value> prometheus = fields.map(trigger, "prometheus")
                .or(() -> fields.map(trigger, "prometheusTrigger"))
                // An example that was released has them one level too high, beside an empty prometheusTrigger.
                .or(() -> Optional.of(trigger).filter(ConditionConverter::hasQuery));
        Optional<Value> webhook = fields.text(trigger, "webhookUrl");
        if (prometheus.isPresent() && webhook.isPresent()) {
            ledger.lose(trigger, "has two triggers. Make two conditions of them.");
        } else if (prometheus.isPresent()) {
            queries.convert(prometheus.get())
                    .ifPresent(query -> converted.putObject("trigger").set("prometheus", query));
        } else if (webhook.isPresent()) {
            webhook(webhook.get(), converted);
        }
        ledger.sweep(condition);
        if (!converted.has("trigger") && !ledger.hasLost(condition.path(), before)) {
            ledger.lose(condition, "has no trigger, so it watched nothing.");
        }
        return ledger.hasLost(condition.path(), before) ? Optional.empty() : Optional.of(converted);
    }

    private static boolean hasQuery(Value trigger) {
        return trigger.has("customQuery")
                || trigger.has("custom_query")
                || trigger.has("successRate")
                || trigger.has("success_rate");
    }

    private String name(Value name) {
        String written = name.text().orElseThrow();
        String fit = NAME.matcher(written).matches() ? written : fitting(written);
        String unique = fit;
        for (int i = 2; !names.add(unique); i++) {
            String end = "-" + i;
            unique = fit.substring(0, Math.min(fit.length(), LONGEST_NAME - end.length())) + end;
        }
        if (!unique.equals(written)) {
            ledger.warn(
                    name,
                    "is now %s: names are unique, and of at most %d lower-case letters, digits and '-'."
                            .formatted(unique, LONGEST_NAME));
        }
        return unique;
    }

    private static String fitting(String name) {
        String start = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        String fit =
                start.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return fit.isEmpty() ? "condition" : fit;
    }

    private void webhook(Value webhook, ObjectNode converted) {
        String url = webhook.text().orElseThrow();
        if (url.length() > LONGEST_URL || !URL.matcher(url).matches()) {
            ledger.lose(webhook, "is no http or https URL with a host and without user and password.");
            return;
        }
        converted.putObject("trigger").put("webhookUrl", url);
        ledger.warn(
                webhook,
                "is asked from now on: 0.0.x never did. 2xx is healthy and 5xx meets the condition;"
                        + " any other status, redirects too, is an error and no longer meets it, as was documented.");
    }
}
