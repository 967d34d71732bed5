package io.glooshot.controller;

import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready with a clock that is off by more than half a Lease: replicas judge by their own clocks whether another's Lease
 * has run out, and deadlines are stored by the clock.
 */
@Readiness
class ClockCheck implements HealthCheck {

    private final ApiClock clock;
    private final Duration tolerance;

    @Inject
    ClockCheck(ApiClock clock, LeaderSettings settings) {
        this(clock, settings.leaseDuration());
    }

    ClockCheck(ApiClock clock, Duration lease) {
        this.clock = clock;
        this.tolerance = lease.dividedBy(2);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("clock");
        clock.offBy()
                .ifPresent(offBy -> response.withData("off-by-at-least", offBy.toString())
                        .withData("tolerance", tolerance.toString()));
        return response.status(clock.offBy()
                        .map(offBy -> offBy.compareTo(tolerance) <= 0)
                        .orElse(true))
                .build();
    }
}
