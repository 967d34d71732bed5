package io.glooshot.cli;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Experiments in states that a watch shows, one of them with a message that is out for mischief. */
final class WatchSamples {

    /** Clears the screen, names the window, and turns the direction of writing round. */
    static final String MISCHIEF = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202ereversed\nsecond line";

    private WatchSamples() {}

    /** Running for another hour and a half, waiting, done. */
    static List<Experiment> experiments(Instant now) {
        return List.of(
                experiment("abort-ratings", "2", """
                        duration: 2h
                        faults:
                        - destinationServices: [{name: ratings}]
                          fault: {abort: {httpStatus: 500}, percentage: 50}
                        failureConditions:
                        - {name: success-rate, trigger: {prometheus: {customQuery: a, thresholdValue: 0.95}}}
                        - name: latency
                          dryRun: true
                          trigger: {prometheus: {customQuery: b, comparisonOperator: ">", thresholdValue: 0.5}}
                        - {name: pager, trigger: {alert: {name: Down}}}
                        """, """
                        state: Started
                        mesh: istio
                        reason: Injected
                        message: All faults are on.
                        deadline: %s
                        readings:
                        - {name: success-rate, outcome: Value, value: "0.9412345", time: "1"}
                        - {name: latency, outcome: Value, value: "0.1", time: "1"}
                        - {name: pager, outcome: Failed, message: refused, time: "1"}
                        """.formatted(now.plus(Duration.ofMinutes(90)))),
                experiment("control", "1", "duration: 1m\n", """
                        state: Pending
                        reason: WaitingForExperiment
                        """),
                experiment("done", "1", """
                        duration: 1m
                        faults:
                        - destinationServices: [{name: a-service-with-quite-a-long-name}]
                          fault: {delay: {duration: 1s, percentage: 20}, abort: {httpStatus: 503, percentage: 50}}
                        """, "state: Succeeded\nreason: Passed\n"));
    }

    /** As the API server lists them, with mischief in a message. */
    static String list(Instant now) {
        return """
                {"apiVersion": "glooshot.solo.io/v1", "kind": "ExperimentList", "metadata": {"resourceVersion": "1"}, "items": %s}
                """.formatted(Serialization.asJson(experiments(now)))
                .replace("\"All faults are on.\"", Serialization.asJson(MISCHIEF));
    }

    private static Experiment experiment(String name, String order, String spec, String status) {
        return Serialization.unmarshal("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: %1$s, namespace: shop, uid: uid-%1$s, creationTimestamp: "2026-11-01T10:00:0%2$sZ"}
                spec:
                %3$s
                status:
                %4$s""".formatted(name, order, spec.indent(2), status.indent(2)), Experiment.class);
    }
}
