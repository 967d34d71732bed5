package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a signal comes from: exactly one source. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.prometheus), has(self.alert), has(self.webhookUrl), has(self.webhook)]"
                + ".filter(set, set).size() == 1",
        message = "needs exactly one of prometheus, alert, webhookUrl and webhook")
public record Trigger(
        @JsonPropertyDescription("A Prometheus query compared with a threshold.")
        PrometheusTrigger prometheus,

        @JsonPropertyDescription(
                "An alert of an alerting rule that Prometheus already evaluates: the condition is met while it fires.")
        AlertTrigger alert,

        @JsonPropertyDescription(
                "An http or https URL that is asked with GET: an answer of 2xx is healthy, 5xx meets the condition, anything else (redirects too) is an error.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = Webhook.URL_RULE, message = Webhook.URL_MESSAGE)
        String webhookUrl,

        @JsonPropertyDescription("The same with more to say: method, headers, timeout, and a value in its answer.")
        Webhook webhook) {}
