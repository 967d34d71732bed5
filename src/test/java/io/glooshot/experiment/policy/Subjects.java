package io.glooshot.experiment.policy;

import io.glooshot.api.AlertTrigger;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.RequiredConditions.TriggerKind;
import io.glooshot.api.ServiceRef;
import io.glooshot.api.SuccessRate;
import io.glooshot.api.Trigger;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Experiments for tests of policies. */
final class Subjects {

    static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    static final Surroundings AROUND = new Surroundings(
            Map.of("bookinfo", Map.of("team", "books"), "payments", Map.of("tier", "critical")),
            Map.of(
                    new ServiceId("bookinfo", "ratings"), Map.of("app", "ratings"),
                    new ServiceId("bookinfo", "vault"), Map.of("chaos", "never")));

    private Subjects() {}

    static Subject of(PlannedFault... faults) {
        return of("uid", Duration.ofMinutes(10), List.of(), List.of(), faults);
    }

    static Subject lasting(Duration duration) {
        return of("uid", duration, List.of(), List.of());
    }

    static Subject named(String name) {
        return of(name, Duration.ofMinutes(10), List.of(), List.of());
    }

    static Subject watching(FailureCondition... conditions) {
        return of("uid", Duration.ofMinutes(10), List.of(), List.of(conditions));
    }

    static Subject asking(String url) {
        var check = new Check(
                "hook",
                new Signal.Webhook(URI.create(url)),
                ComparisonOperator.GREATER,
                1,
                Duration.ofSeconds(1),
                false);
        return of("uid", Duration.ofMinutes(10), List.of(check), List.of());
    }

    private static Subject of(
            String uid,
            Duration duration,
            List<Check> checks,
            List<FailureCondition> conditions,
            PlannedFault... faults) {
        return new Subject(
                new Plan(
                        uid,
                        "bookinfo",
                        uid,
                        null,
                        List.of(faults),
                        checks,
                        duration,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5)),
                conditions);
    }

    static PlannedFault abort(int status, double percent) {
        return fault("ratings", "bookinfo", new PlannedAbort.Http(status, percent), null);
    }

    static PlannedFault fault(String service, String namespace, PlannedAbort abort, PlannedDelay delay) {
        return PlannedFaults.of(
                Set.of(),
                new Destination(new ServiceId(namespace, service), 9080),
                Optional.ofNullable(abort),
                Optional.ofNullable(delay));
    }

    static FailureCondition condition(TriggerKind kind, boolean dryRun) {
        Trigger trigger = switch (kind) {
            case Alert -> new Trigger(null, new AlertTrigger("TooSlow", Map.of()), null, null);
            case Webhook -> new Trigger(null, null, "https://hooks.example/", null);
            case Query -> new Trigger(prometheus("up", null, null), null, null, null);
            case SuccessRate ->
                new Trigger(
                        prometheus(null, new SuccessRate(new ServiceRef("ratings", null, null), "1m", true), null),
                        null,
                        null,
                        null);
            case Latency ->
                new Trigger(
                        prometheus(
                                null,
                                null,
                                new io.glooshot.api.Latency(new ServiceRef("ratings", null, null), 0.99, "1m", true)),
                        null,
                        null,
                        null);
        };
        return new FailureCondition(null, "1s", "0s", 1, FailureCondition.OnNoData.Abort, dryRun, trigger);
    }

    private static PrometheusTrigger prometheus(String query, SuccessRate rate, io.glooshot.api.Latency latency) {
        return new PrometheusTrigger(query, null, null, rate, latency, null, null, 1.0);
    }
}
