package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What Gloo Shot knows of a mesh. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeshStatus(
        @JsonPropertyDescription("The generation of the spec that this status is of.")
        Long observedGeneration,

        @JsonPropertyDescription("What the controller that leads can do to the calls in this mesh.")
        MeshCapabilities capabilities) {}
