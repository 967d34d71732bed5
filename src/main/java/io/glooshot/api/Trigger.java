package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a signal comes from: exactly one source. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.prometheus), has(self.alert), has(self.webhookUrl)].filter(set, set).size() == 1",
        message = "needs exactly one of prometheus, alert and webhookUrl")
public record Trigger(
        @JsonPropertyDescription("A Prometheus query compared with a threshold.")
        PrometheusTrigger prometheus,

        @JsonPropertyDescription(
                "An alert of an alerting rule that Prometheus already evaluates: the condition is met while it fires.")
        AlertTrigger alert,

        @JsonPropertyDescription(
                "An http or https URL that is asked with GET: an answer of 2xx is healthy, 5xx meets the condition, anything else (redirects too) is an error.")
        @Size(min = 1, max = 2048)
        @ValidationRule(
                value = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != ''"
                        + " && !self.matches('^[A-Za-z]+://[^/?#]*@')",
                message = "must be an http or https URL with a host and without user or password")
        String webhookUrl) {}
