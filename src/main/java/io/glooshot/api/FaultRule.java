package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One fault and the calls it hits: from any origin service to any destination service listed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FaultRule(
        @JsonPropertyDescription("Only calls from these services are hit; calls from everywhere when left out.")
        @Size(max = 16)
        List<OriginRef> originServices,

        @JsonPropertyDescription("Calls to these services are hit.") @Required @Size(min = 1, max = 16)
        List<ServiceRef> destinationServices,

        @JsonPropertyDescription("What happens to the calls.") @Required
        Fault fault) {

    public FaultRule {
        originServices = originServices == null ? List.of() : List.copyOf(originServices);
        destinationServices = destinationServices == null ? List.of() : List.copyOf(destinationServices);
    }
}
