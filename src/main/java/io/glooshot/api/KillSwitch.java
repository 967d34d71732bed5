package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** While one exists, no fault may be on. */
@JsonClassDescription(
        "While one exists, no fault may be on: all faults come off, all runs are Aborted, and nothing new starts until the last one is deleted.")
@Group(GlooShot.GROUP)
@Version(GlooShot.VERSION)
@Plural("killswitches")
@ShortNames("kill")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".spec.reason", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class KillSwitch extends CustomResource<KillSwitchSpec, Void> {}
