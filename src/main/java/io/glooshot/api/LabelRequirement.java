package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a label of an object must be, as in any label selector; with bounds, which that of Kubernetes lacks. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(self.operator in ['In', 'NotIn']) == has(self.values)",
        fieldPath = ".values",
        message = "In and NotIn need values, Exists and DoesNotExist take none")
public record LabelRequirement(
        @JsonPropertyDescription("Key of the label.")
        @Required
        @Size(min = 1, max = Labels.LONGEST_KEY)
        @Pattern(Labels.KEY)
        String key,

        @JsonPropertyDescription("In and NotIn: its value is one, or none, of the values; NotIn also takes objects"
                + " without the label. Exists and DoesNotExist: it is there, or not there, whatever its value.")
        @Required
        Operator operator,

        @JsonPropertyDescription("The values, for In and NotIn.") @Size(min = 1, max = 16)
        List<@Size(max = Labels.LONGEST_VALUE) @Pattern(Labels.VALUE) String> values) {

    public LabelRequirement {
        values = values == null ? List.of() : List.copyOf(values);
    }

    /** How a label is compared. */
    public enum Operator {
        In,
        NotIn,
        Exists,
        DoesNotExist
    }
}
