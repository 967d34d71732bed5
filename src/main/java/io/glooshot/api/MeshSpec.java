package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What kind of mesh this is. */
public record MeshSpec(
        @JsonPropertyDescription(
                "Kind of the mesh. Envoy: plain Envoy proxies that take their runtime settings from Gloo Shot.")
        @Required
        MeshType type) {

    /** The kinds of mesh that Gloo Shot knows. */
    public enum MeshType {
        Envoy
    }
}
