package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** One fault and the calls it hits: from any of its origins to any of its destinations. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.destinationServices) || has(self.destinationSelector)",
        fieldPath = ".destinationServices",
        message = "needs destinationServices, destinationSelector or both")
public record FaultRule(
        @JsonPropertyDescription(
                "Only calls from these services, and those of originSelector, are hit; calls from everywhere when both are left out.")
        @Size(max = 16)
        List<OriginRef> originServices,

        @JsonPropertyDescription("Only calls from the services that it selects, and those of originServices, are hit.")
        @ValidationRule(value = "!has(self.port)", fieldPath = ".port", message = "callers have no port")
        ServiceSelector originSelector,

        @JsonPropertyDescription("Calls to these services are hit.") @Size(min = 1, max = 16)
        List<DestinationRef> destinationServices,

        @JsonPropertyDescription("Calls to the services that it selects are hit.")
        ServiceSelector destinationSelector,

        @JsonPropertyDescription("Only requests that match are hit, such as those of test users; all when left out.")
        RequestMatch match,

        @JsonPropertyDescription(
                "Where the fault is injected: in the proxy of the caller or of the service; what the mesh does by default when left out.")
        Side side,

        @JsonPropertyDescription("What happens to the calls.") @Required
        Fault fault) {

    public FaultRule {
        originServices = originServices == null ? List.of() : List.copyOf(originServices);
        destinationServices = destinationServices == null ? List.of() : List.copyOf(destinationServices);
    }

    /** Whether only the calls of some services are hit. */
    public boolean hasOrigins() {
        return !originServices.isEmpty() || originSelector != null;
    }
}
