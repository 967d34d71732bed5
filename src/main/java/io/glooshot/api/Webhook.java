package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A URL that is asked, and what in its answer meets the condition. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.jsonPath) == has(self.comparisonOperator) && has(self.jsonPath) == has(self.thresholdValue)",
        message = "needs all or none of jsonPath, comparisonOperator and thresholdValue")
@ValidationRule(
        value = "!has(self.jsonPath) || self.method != 'HEAD'",
        fieldPath = ".jsonPath",
        message = "an answer to HEAD has no body to take a value from")
public record Webhook(
        @JsonPropertyDescription(
                "An http or https URL. Redirects are not followed, and addresses that lead inside are refused.")
        @Required
        @Size(min = 1, max = 2048)
        @ValidationRule(value = Webhook.URL_RULE, message = Webhook.URL_MESSAGE)
        String url,

        @JsonPropertyDescription("How it is asked. A POST has an empty body.") @Default("GET")
        Method method,

        @JsonPropertyDescription("Headers that are sent.")
        @Size(min = 1, max = 8)
        @ValidationRule(
                value = "self.all(h, self.exists_one(other, other.name.lowerAscii() == h.name.lowerAscii()))",
                message = "names must be unique, whatever their case")
        List<WebhookHeader> headers,

        @JsonPropertyDescription(
                "How long the answer may take, to its last byte: at least 100ms, at most 30s, and never longer than the controller's own setting allows.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('100ms') && duration(self) <= duration('30s')",
                message = "must be at least 100ms and at most 30s")
        String timeout,

        @JsonPropertyDescription(
                "Where the value is in a JSON answer with a status of 2xx: a singular query of RFC 9535, which takes members and elements only, as in $.checks[0].errors or $['error rate']. When left out the status is the value: 2xx is healthy, 5xx meets the condition, anything else is an error.")
        @Size(min = 1, max = 512)
        @Pattern(Webhook.PATH_PATTERN)
        String jsonPath,

        @JsonPropertyDescription("The condition is met when 'value operator threshold' holds.")
        ComparisonOperator comparisonOperator,

        @JsonPropertyDescription("The value to compare with.")
        Double thresholdValue) {

    static final String URL_RULE =
            "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != ''"
                    + " && !self.matches('^[A-Za-z]+://[^/?#]*@')";
    static final String URL_MESSAGE = "must be an http or https URL with a host and without user or password";

    /** A member by name, bare or quoted without escapes, or an element by its place from either end. */
    public static final String PATH_STEP =
            "\\.[A-Za-z_][A-Za-z0-9_]*|\\['[^'\\\\]+'\\]|\\[\"[^\"\\\\]+\"\\]|\\[(0|-?[1-9][0-9]{0,5})\\]";

    static final String PATH_PATTERN = "^\\$(" + PATH_STEP + ")+$";

    public Webhook {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }

    /** Methods that change nothing at a server that keeps to their meaning, and POST for those that do not. */
    public enum Method {
        GET,
        HEAD,
        POST
    }
}
