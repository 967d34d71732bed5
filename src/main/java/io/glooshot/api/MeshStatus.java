package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What Gloo Shot knows of a mesh. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MeshStatus(
        @JsonPropertyDescription("The generation of the spec that this status is of.")
        Long observedGeneration,

        @JsonPropertyDescription("Version of the mesh's control plane, where there is one and it can be told.")
        String version,

        @JsonPropertyDescription("Revision of the control plane that this mesh is of, where there are revisions.")
        String revision,

        @JsonPropertyDescription(
                "ControlPlaneFound: the control plane of the mesh is installed in the cluster, where it has one.")
        List<Condition> conditions,

        @JsonPropertyDescription("What the controller that leads can do to the calls in this mesh.")
        MeshCapabilities capabilities) {

    /** Type of the condition that tells whether the control plane is installed. */
    public static final String CONTROL_PLANE_FOUND = "ControlPlaneFound";

    public MeshStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
