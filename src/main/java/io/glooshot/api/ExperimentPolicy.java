package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Limits that no experiment in the namespaces that it selects can cross. */
@JsonClassDescription(
        "Limits that no experiment in the namespaces that it selects can cross. Of several policies all hold; a field that is left out limits nothing.")
@Group(GlooShot.GROUP)
@Version(GlooShot.VERSION)
@Plural("experimentpolicies")
@ShortNames("exppol")
@AdditionalPrinterColumn(name = "Percentage", jsonPath = ".spec.maxPercentage", type = Type.NUMBER)
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".spec.maxDuration", type = Type.STRING)
@AdditionalPrinterColumn(name = "AtOnce", jsonPath = ".spec.maxExperiments", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Now", jsonPath = ".status.experiments", type = Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Accepted",
        jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class ExperimentPolicy extends CustomResource<ExperimentPolicySpec, ExperimentPolicyStatus> {

    @Override
    @Required
    public ExperimentPolicySpec getSpec() {
        return super.getSpec();
    }
}
