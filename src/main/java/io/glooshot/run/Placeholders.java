package io.glooshot.run;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the placeholders of one experiment's queries stand for.
 *
 * @param services whose calls are faulted; none in a control run
 */
record Placeholders(String experiment, String namespace, Set<ServiceId> services) {

    static final String POSSIBLE = "{{service}}, {{namespace}}, {{interval}} and {{experiment}}";

    static Placeholders of(String experiment, String namespace, List<PlannedFault> faults) {
        return new Placeholders(
                experiment,
                namespace,
                faults.stream().map(fault -> fault.destination().service()).collect(Collectors.toSet()));
    }

    /** @param field where it stands, for people */
    String service(String field) {
        if (services.isEmpty()) {
            throw refused(field, "{{service}}", "the experiment has no faults and so no destination");
        }
        return only(ServiceId::name, ServiceId::toString, field, "{{service}}", "services");
    }

    /** Of the destination; a control run has none, and is about its own namespace. */
    String namespace(String field) {
        return services.isEmpty()
                ? namespace
                : only(ServiceId::namespace, ServiceId::namespace, field, "{{namespace}}", "namespaces");
    }

    private String only(
            Function<ServiceId, String> value,
            Function<ServiceId, String> identity,
            String field,
            String placeholder,
            String kind) {
        List<String> all = services.stream().map(identity).distinct().sorted().toList();
        if (all.size() > 1) {
            throw refused(
                    field,
                    placeholder,
                    "the experiment's faults hit %d %s (%s)"
                            .formatted(all.size(), kind, String.join(", ", all.subList(0, Math.min(5, all.size())))));
        }
        return value.apply(services.iterator().next());
    }

    private static AbortException refused(String field, String placeholder, String why) {
        return new AbortException(
                "AmbiguousPlaceholder",
                "%s has the placeholder %s, but %s; write what you mean instead.".formatted(field, placeholder, why));
    }
}
