package io.glooshot.controller;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.EventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the operator's watches work. Unlike the framework's own check, one of several namespaces that may not be read is
 * told and makes nobody unready: the others are looked after.
 */
@Readiness
class InformersCheck implements HealthCheck {

    private final Operator operator;

    InformersCheck(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("operator");
        var operating = operator.getRuntimeInfo();
        if (!operating.isStarted()) {
            return response.down().build();
        }
        boolean isUp = true;
        for (RegisteredController<?> controller : operating.getRegisteredControllers()) {
            var health = controller.getControllerHealthInfo();
            Collection<EventSourceHealthIndicator> unhealthy =
                    health.unhealthyEventSources().values();
            List<String> unwatched = unhealthy.stream()
                    .flatMap(InformersCheck::informers)
                    .filter(informer -> informer.getStatus() != Status.HEALTHY)
                    .map(InformerHealthIndicator::getTargetNamespace)
                    .sorted()
                    .toList();
            response.withData(
                    controller.getConfiguration().getName(),
                    unhealthy.isEmpty() ? "watched" : "not watched in " + String.join(", ", unwatched));
            isUp &= unhealthy.stream().allMatch(InformersCheck::isInPart);
        }
        return response.status(isUp).build();
    }

    private static boolean isInPart(EventSourceHealthIndicator source) {
        return informers(source).anyMatch(informer -> informer.getStatus() == Status.HEALTHY);
    }

    private static Stream<InformerHealthIndicator> informers(EventSourceHealthIndicator source) {
        return source instanceof InformerWrappingEventSourceHealthIndicator<?> informing
                ? informing.informerHealthIndicators().values().stream()
                : Stream.empty();
    }
}
