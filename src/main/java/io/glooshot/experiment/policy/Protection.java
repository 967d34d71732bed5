package io.glooshot.experiment.policy;

import io.glooshot.api.ProtectedServices;
import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps faults from services. Callers are not kept from feeling a fault elsewhere: that cannot be told beforehand. */
public interface Protection extends Limit {

    boolean isProtected(ServiceId service, Surroundings around);

    @Override
    default Optional<String> brokenBy(Case experiment) {
        Predicate<ServiceId> isProtected = service -> isProtected(service, experiment.around());
        return experiment.subject().plan().faults().stream()
                .filter(fault -> isProtected.test(fault.destination().service()))
                .map(fault -> "spec.faults[%d] hits calls to %s, which is protected"
                        .formatted(fault.index(), fault.destination()))
                .findFirst();
    }

    /** By the names of namespaces. */
    record NamespaceNames(Set<String> names) implements Protection {

        public NamespaceNames {
            names = Set.copyOf(names);
        }

        @Override
        public String field() {
            return "spec.protectedNamespaces.names";
        }

        @Override
        public boolean isProtected(ServiceId service, Surroundings around) {
            return names.contains(service.namespace());
        }
    }

    /** By the labels of namespaces. */
    record NamespaceLabels(Selector selector) implements Protection {
        @Override
        public String field() {
            return "spec.protectedNamespaces.selector";
        }

        @Override
        public boolean isProtected(ServiceId service, Surroundings around) {
            return around.isNamespaceTaken(service.namespace(), selector);
        }
    }

    /** By the names of services. */
    record ServiceNames(List<ProtectedServices.Name> names) implements Protection {

        public ServiceNames {
            names = List.copyOf(names);
        }

        @Override
        public String field() {
            return "spec.protectedServices.names";
        }

        @Override
        public boolean isProtected(ServiceId service, Surroundings around) {
            return names.stream()
                    .anyMatch(each -> each.name().equals(service.name())
                            && Objects.requireNonNullElse(each.namespace(), service.namespace())
                                    .equals(service.namespace()));
        }
    }

    /** By the labels of services. */
    record ServiceLabels(Selector selector) implements Protection {
        @Override
        public String field() {
            return "spec.protectedServices.selector";
        }

        @Override
        public boolean isProtected(ServiceId service, Surroundings around) {
            return around.isServiceTaken(service, selector);
        }
    }
}
