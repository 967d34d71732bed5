package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What kind of mesh this is, and where its metrics are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.revision) || self.type == 'Istio'",
        fieldPath = ".revision",
        message = "only a mesh of type Istio has a revision")
public record MeshSpec(
        @JsonPropertyDescription("Kind of the mesh. Istio: sidecars or waypoints that are configured by istiod."
                + " Envoy: plain Envoy proxies that take their runtime settings from Gloo Shot.")
        @Required
        MeshType type,

        @JsonPropertyDescription(
                "Revision of Istio's control plane, as in the label istio.io/rev; its default revision when left out.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String revision,

        @JsonPropertyDescription(
                "Where the metrics of this mesh are read for its experiments; the controller's own setting when left out.")
        PrometheusEndpoint prometheus) {

    /** The kinds of mesh that Gloo Shot knows. */
    public enum MeshType {
        Envoy,
        Istio
    }
}
