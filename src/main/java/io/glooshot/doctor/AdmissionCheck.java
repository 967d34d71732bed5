package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Names;
import java.util.List;

/** Whether whoever creates an experiment is asked for the right to inject. */
record AdmissionCheck(KubernetesClient client) implements Check {

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public List<Finding> look() {
        boolean isThere = client.admissionRegistration()
                        .v1()
                        .validatingAdmissionPolicies()
                        .withName(Names.ADMISSION)
                        .get()
                != null;
        ValidatingAdmissionPolicyBinding binding = client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName(Names.ADMISSION)
                .get();
        boolean denies =
                binding != null && binding.getSpec().getValidationActions().contains("Deny");
        return List.of(
                isThere && denies
                        ? Finding.ok(name(), "creating an experiment takes the right to inject")
                        : Finding.fail(
                                name(),
                                isThere
                                        ? "ValidatingAdmissionPolicyBinding %s %s"
                                                .formatted(
                                                        Names.ADMISSION,
                                                        binding == null ? "is missing" : "does not deny")
                                        : "ValidatingAdmissionPolicy %s is missing".formatted(Names.ADMISSION),
                                "Nobody is asked for the right to inject; put it back with `glooshot init`."));
    }
}
