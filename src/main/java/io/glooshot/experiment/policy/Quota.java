package io.glooshot.experiment.policy;

/** How many experiments a policy lets run at once, of those in the namespaces that it selects. */
public record Quota(String policy, int most, Selector namespaces, Surroundings around) {

    public boolean counts(String namespace) {
        return around.isNamespaceTaken(namespace, namespaces);
    }
}
