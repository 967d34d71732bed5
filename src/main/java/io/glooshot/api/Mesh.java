package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A service mesh that faults can be injected through. */
@JsonClassDescription("A service mesh that faults can be injected through.")
@Group(GlooShot.GROUP)
@Version(GlooShot.VERSION)
@Plural("meshes")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Mesh extends CustomResource<MeshSpec, Void> {

    @Override
    @Required
    public MeshSpec getSpec() {
        return super.getSpec();
    }
}
