package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a {@link Mesh}. */
public record MeshRef(
        @JsonPropertyDescription("Name of a Mesh object.") @Required @Size(min = 1, max = 253)
        String name) {}
