package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A fault to inject between services of a mesh, for a bounded time, and the signals that end it early. */
@JsonClassDescription(
        "A fault to inject between services of a mesh, for a bounded time, and the signals that end it early.")
@Group(GlooShot.GROUP)
@Version(GlooShot.VERSION)
@ShortNames("exp")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state", type = Type.STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.reason", type = Type.STRING)
@AdditionalPrinterColumn(name = "Mesh", jsonPath = ".status.mesh", type = Type.STRING)
@AdditionalPrinterColumn(name = "Deadline", jsonPath = ".status.deadline", type = Type.STRING)
@AdditionalPrinterColumn(name = "Recovery", jsonPath = ".status.recovery.outcome", type = Type.STRING)
@AdditionalPrinterColumn(name = "Finished", jsonPath = ".status.timeFinished", type = Type.DATE)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Experiment extends CustomResource<ExperimentSpec, ExperimentStatus> implements Namespaced {

    @Override
    @Required
    public ExperimentSpec getSpec() {
        return super.getSpec();
    }
}
