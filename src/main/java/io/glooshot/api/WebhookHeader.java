package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A header that is sent, with a value from the experiment or from a Secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.value) != has(self.valueFrom)", message = "needs exactly one of value and valueFrom")
public record WebhookHeader(
        @JsonPropertyDescription("Name of the header.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern(Headers.NAME)
        @ValidationRule(value = Headers.RULE, message = Headers.MESSAGE)
        String name,

        @JsonPropertyDescription("Its value, for all to see who may read the experiment.")
        @Size(max = 1024)
        @Pattern(Headers.VALUE)
        String value,

        @JsonPropertyDescription("Where its value is kept.") Source valueFrom) {

    /** Where the value of a header is kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(
            @JsonPropertyDescription("Put before the Secret's value, as 'Bearer '.")
            @Size(max = 64)
            @Pattern(Headers.VALUE)
            String prefix,

            @JsonPropertyDescription(
                    "A key of a Secret in the experiment's own namespace, which an administrator must have opened for this.")
            @Required
            SecretKeyRef secretKeyRef) {}

    /** A key of a Secret in the namespace of the object that names it. */
    public record SecretKeyRef(
            @JsonPropertyDescription("Name of the Secret.") @Required @Size(min = 1, max = 253) @Pattern(Headers.SECRET)
            String name,

            @JsonPropertyDescription("Key in the Secret.")
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Headers.SECRET_KEY)
            String key) {}
}
