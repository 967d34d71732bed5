package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Services that no fault may break. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.names) || has(self.selector)",
        fieldPath = ".names",
        message = "needs names, selector or both")
public record ProtectedServices(
        @JsonPropertyDescription("Services by their names.") @Size(min = 1, max = 128)
        List<Name> names,

        @JsonPropertyDescription("Services by their labels, in whatever namespace.")
        @ValidationRule(value = ObjectSelector.NOT_EMPTY_RULE, message = ObjectSelector.NOT_EMPTY_MESSAGE)
        ObjectSelector selector) {

    public ProtectedServices {
        names = names == null ? List.of() : List.copyOf(names);
    }

    /** Names a Service, in one namespace or in all. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Name(
            @JsonPropertyDescription("Name of the Service.")
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
            String name,

            @JsonPropertyDescription("Namespace of the Service; whatever namespace when left out.")
            @Size(min = 1, max = 63)
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            String namespace) {}
}
