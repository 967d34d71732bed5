package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** An alert of an alerting rule that exists already. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AlertTrigger(
        @JsonPropertyDescription("Name of the alerting rule.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern(AlertTrigger.TEXT)
        String name,

        @JsonPropertyDescription("Labels that the alert must have, with just these values; any when left out.")
        @Size(min = 1, max = 8)
        @ValidationRule(
                value = "self.all(key, key.size() <= 128 && key.matches('^[a-zA-Z_][a-zA-Z0-9_]*$')"
                        + " && !(key in ['alertname', 'alertstate']))",
                message = "keys must be names of labels, other than alertname and alertstate")
        Map<String, @Size(max = 128) @Pattern(AlertTrigger.TEXT) String> labels) {

    /** Without control characters, which would grow to four times their size in a query. */
    static final String TEXT = "^[^\\x00-\\x1f\\x7f]*$";

    public AlertTrigger {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }
}
