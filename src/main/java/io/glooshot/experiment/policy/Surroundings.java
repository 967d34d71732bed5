package io.glooshot.experiment.policy;

import io.glooshot.experiment.ServiceId;
import java.util.Map;
import java.util.Optional;

/**
 * The labels of Namespaces and Services, as far as they were looked up. Of a Namespace that is not known the worst is
 * assumed: that every selector takes it. A Service that is not known is gone, and none takes it.
 */
public record Surroundings(Map<String, Map<String, String>> namespaces, Map<ServiceId, Map<String, String>> services) {

    public static final Surroundings UNKNOWN = new Surroundings(Map.of(), Map.of());

    public Surroundings {
        namespaces = Map.copyOf(namespaces);
        services = Map.copyOf(services);
    }

    boolean isNamespaceTaken(String namespace, Selector by) {
        return Optional.ofNullable(namespaces.get(namespace)).map(by::takes).orElse(true);
    }

    boolean isServiceTaken(ServiceId service, Selector by) {
        return Optional.ofNullable(services.get(service)).map(by::takes).orElse(false);
    }
}
