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
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version", type = Type.STRING)
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".status.revision", type = Type.STRING)
@AdditionalPrinterColumn(name = "Abort", jsonPath = ".status.capabilities.abort", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "GrpcAbort", jsonPath = ".status.capabilities.grpcAbort", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Delay", jsonPath = ".status.capabilities.delay", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Origins", jsonPath = ".status.capabilities.originScoping", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Proof", jsonPath = ".status.capabilities.proofOfInjection", type = Type.BOOLEAN)
@AdditionalPrinterColumn(
        name = "Headers",
        jsonPath = ".status.capabilities.headerMatch",
        type = Type.BOOLEAN,
        priority = 1)
@AdditionalPrinterColumn(name = "Paths", jsonPath = ".status.capabilities.pathMatch", type = Type.BOOLEAN, priority = 1)
@AdditionalPrinterColumn(
        name = "Methods",
        jsonPath = ".status.capabilities.methodMatch",
        type = Type.BOOLEAN,
        priority = 1)
@AdditionalPrinterColumn(
        name = "ClientSide",
        jsonPath = ".status.capabilities.clientSide",
        type = Type.BOOLEAN,
        priority = 1)
@AdditionalPrinterColumn(
        name = "ServerSide",
        jsonPath = ".status.capabilities.serverSide",
        type = Type.BOOLEAN,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Decimals",
        jsonPath = ".status.capabilities.decimalPercentage",
        type = Type.BOOLEAN,
        priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Mesh extends CustomResource<MeshSpec, MeshStatus> {

    @Override
    @Required
    public MeshSpec getSpec() {
        return super.getSpec();
    }
}
