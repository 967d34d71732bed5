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

/** What an Experiment did and found. Has the Experiment's name and outlives it. */
@JsonClassDescription("What an Experiment did and found. Has the Experiment's name and outlives it.")
@Group(GlooShot.GROUP)
@Version(GlooShot.VERSION)
@ShortNames("rep")
@AdditionalPrinterColumn(name = "Result", jsonPath = ".spec.result", type = Type.STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".spec.reason", type = Type.STRING)
@AdditionalPrinterColumn(name = "Condition", jsonPath = ".spec.breach.condition", type = Type.STRING)
@AdditionalPrinterColumn(name = "Value", jsonPath = ".spec.breach.value", type = Type.STRING)
@AdditionalPrinterColumn(name = "Faulted", jsonPath = ".spec.faultedRequests", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Recovery", jsonPath = ".spec.recovery.outcome", type = Type.STRING)
@AdditionalPrinterColumn(name = "Finished", jsonPath = ".spec.timeFinished", type = Type.DATE)
public class Report extends CustomResource<ReportSpec, Void> implements Namespaced {

    @Override
    @Required
    public ReportSpec getSpec() {
        return super.getSpec();
    }
}
