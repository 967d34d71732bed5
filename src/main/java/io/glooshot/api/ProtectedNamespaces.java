package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Namespaces whose services no fault may break. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.names) || has(self.selector)",
        fieldPath = ".names",
        message = "needs names, selector or both")
public record ProtectedNamespaces(
        @JsonPropertyDescription("Names of Namespaces.") @Size(min = 1, max = 128)
        List<@Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") String> names,

        @JsonPropertyDescription("Namespaces by their labels.")
        @ValidationRule(value = ObjectSelector.NOT_EMPTY_RULE, message = ObjectSelector.NOT_EMPTY_MESSAGE)
        ObjectSelector selector) {

    public ProtectedNamespaces {
        names = names == null ? List.of() : List.copyOf(names);
    }
}
