package io.glooshot.run;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.FailureCondition.OnNoData;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.SuccessRate;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.mesh.Meshes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns failure conditions into checks. Needs no cluster, so a stored experiment always gives the same checks. */
@ApplicationScoped
class CheckPlanner {

    private static final int SERVER_ERROR = 500;

    private final Meshes meshes;

    CheckPlanner(Meshes meshes) {
        this.meshes = meshes;
    }

    static boolean needsMesh(ExperimentSpec spec) {
        return spec.failureConditions().stream()
                .map(condition -> condition.trigger().prometheus())
                .anyMatch(prometheus -> prometheus != null && prometheus.successRate() != null);
    }

    List<Check> plan(Experiment experiment, PlannedMesh mesh) {
        List<Check> checks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (FailureCondition condition : experiment.getSpec().failureConditions()) {
            Check check = check(experiment, mesh, condition, "condition-" + (checks.size() + 1));
            if (!names.add(check.name())) {
                throw new AbortException(
                        "InvalidSpec", "Two of spec.failureConditions are called '%s'.".formatted(check.name()));
            }
            checks.add(check);
        }
        return checks;
    }

    private Check check(Experiment experiment, PlannedMesh mesh, FailureCondition condition, String defaultName) {
        String name = condition.name() == null ? defaultName : condition.name();
        var interval = Durations.parse(condition.interval());
        boolean noDataIsHealthy = condition.onNoData() == OnNoData.Healthy;
        PrometheusTrigger prometheus = condition.trigger().prometheus();
        if (prometheus == null) {
            // The source answers with the HTTP status, and only 2xx and 5xx are values.
            var webhook = new Signal.Webhook(URI.create(condition.trigger().webhookUrl()));
            return new Check(
                    name, webhook, ComparisonOperator.GREATER_OR_EQUAL, SERVER_ERROR, interval, noDataIsHealthy);
        }
        String query = prometheus.successRate() == null
                ? prometheus.customQuery()
                : successRate(experiment, mesh, prometheus.successRate());
        ComparisonOperator operator =
                prometheus.comparisonOperator() == null ? ComparisonOperator.LESS : prometheus.comparisonOperator();
        return new Check(
                name, new Signal.Promql(query), operator, prometheus.thresholdValue(), interval, noDataIsHealthy);
    }

    private String successRate(Experiment experiment, PlannedMesh mesh, SuccessRate rate) {
        String namespace = rate.service().namespace() == null
                ? experiment.getMetadata().getNamespace()
                : rate.service().namespace();
        var service = new ServiceId(namespace, rate.service().name());
        return meshes.require(mesh.type())
                .successRateQuery(service, rate.service().port(), Durations.parse(rate.interval()));
    }
}
