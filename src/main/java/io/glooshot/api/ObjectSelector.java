package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Selects objects by their labels, as any label selector; with bounds, which that of Kubernetes lacks. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ObjectSelector(
        @JsonPropertyDescription("Labels that an object must have.")
        @Size(max = 16)
        @ValidationRule(value = Labels.KEYS_RULE, message = Labels.KEYS_MESSAGE)
        Map<String, @Size(max = Labels.LONGEST_VALUE) @Pattern(Labels.VALUE) String> matchLabels,

        @JsonPropertyDescription("Requirements that an object's labels must meet.") @Size(max = 16)
        List<LabelRequirement> matchExpressions) {

    /** Whether it selects by anything: an empty one selects all. */
    static final String NOT_EMPTY_RULE = "has(self.matchLabels) && self.matchLabels.size() > 0"
            + " || has(self.matchExpressions) && self.matchExpressions.size() > 0";

    static final String NOT_EMPTY_MESSAGE = "needs matchLabels or matchExpressions";

    public ObjectSelector {
        matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
        matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
    }
}
