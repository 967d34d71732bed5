package io.glooshot.experiment.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A policy that was read.
 *
 * @param namespaces whose experiments it limits
 * @param maxExperiments at once; any number when empty
 */
public record Policy(String name, Selector namespaces, List<Limit> limits, OptionalInt maxExperiments) {

    public Policy {
        limits = List.copyOf(limits);
    }

    /** One that forbids everything, for what is not known. */
    public static Policy closed(String name, Selector namespaces, String field, String why) {
        return new Policy(name, namespaces, List.of(new Limit.NotUnderstood(field, why)), OptionalInt.empty());
    }

    boolean selects(String namespace, Surroundings around) {
        return around.isNamespaceTaken(namespace, namespaces);
    }

    /** The first limit that the experiment breaks; empty also when the policy does not select it. */
    Optional<Violation> violation(Case experiment) {
        if (!selects(experiment.subject().namespace(), experiment.around())) {
            return Optional.empty();
        }
        return limits.stream()
                .flatMap(
                        limit -> limit
                                .brokenBy(experiment)
                                .map(how -> new Violation(name, limit.field(), limit.reason(), how))
                                .stream())
                .findFirst();
    }
}
