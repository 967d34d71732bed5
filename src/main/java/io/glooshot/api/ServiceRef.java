package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a Kubernetes Service, and one of its ports where it matters. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceRef(
        @JsonPropertyDescription("Name of the Service.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String name,

        @JsonPropertyDescription("Namespace of the Service; the experiment's own when left out.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String namespace,

        @JsonPropertyDescription("Port number of the Service; every port when left out.") @Min(1) @Max(65535)
        Integer port) {}
