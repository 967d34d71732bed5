package io.glooshot.run;

import io.glooshot.api.AlertTrigger;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.FailureCondition.OnNoData;
import io.glooshot.api.Latency;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.api.ServiceRef;
import io.glooshot.api.Side;
import io.glooshot.api.SuccessRate;
import io.glooshot.api.Trigger;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Terms;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.RequestQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns failure conditions into checks. Needs no cluster, so a stored experiment always gives the same checks. */
@ApplicationScoped
class CheckPlanner {

    private static final Duration STANDARD_WINDOW = Duration.ofMinutes(1);

    private final Meshes meshes;

    CheckPlanner(Meshes meshes) {
        this.meshes = meshes;
    }

    static boolean needsMesh(ExperimentSpec spec) {
        return spec.failureConditions().stream()
                .map(condition -> condition.trigger().prometheus())
                .anyMatch(prometheus ->
                        prometheus != null && (prometheus.successRate() != null || prometheus.latency() != null));
    }

    List<Check> plan(Experiment experiment, PlannedMesh mesh, List<PlannedFault> faults) {
        List<Check> checks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        var queries = new Queries(experiment, mesh, faults);
        for (FailureCondition condition : experiment.getSpec().failureConditions()) {
            Check check = check(queries, condition, Threshold.of(condition, checks.size()));
            if (!names.add(check.name())) {
                throw new AbortException(
                        "InvalidSpec", "Two of spec.failureConditions are called '%s'.".formatted(check.name()));
            }
            requirePossible(check, Durations.parse(experiment.getSpec().duration()));
            checks.add(check);
        }
        return checks;
    }

    /** A condition that cannot be met in time would let a fault run unwatched. */
    private static void requirePossible(Check check, Duration duration) {
        Terms terms = check.terms();
        Duration least = terms.initialDelay().plus(check.interval().multipliedBy(terms.failureLimit() - 1L));
        if (least.compareTo(duration) >= 0) {
            throw new AbortException(
                    "InvalidSpec",
                    "Failure condition %s could never be met: its initialDelay and %d readings, one each %s, take %s, and spec.duration is %s."
                            .formatted(
                                    check.name(),
                                    terms.failureLimit(),
                                    Numbers.text(check.interval()),
                                    Numbers.text(least),
                                    Numbers.text(duration)));
        }
    }

    private Check check(Queries queries, FailureCondition condition, Threshold threshold) {
        return new Check(
                threshold.condition(),
                queries.signal(condition.trigger(), threshold.condition()),
                threshold.operator(),
                threshold.value(),
                Durations.parse(condition.interval()),
                condition.onNoData() == OnNoData.Healthy,
                terms(condition));
    }

    private static Terms terms(FailureCondition condition) {
        PrometheusTrigger prometheus = condition.trigger().prometheus();
        return new Terms(
                prometheus == null || prometheus.series() == null ? Series.Any : prometheus.series(),
                condition.initialDelay() == null ? Duration.ZERO : Durations.parse(condition.initialDelay()),
                condition.failureLimit(),
                condition.dryRun());
    }

    /** The queries of one experiment: what the mesh's provider gives, asked where the mesh's metrics are. */
    private final class Queries {

        private final String namespace;
        private final Placeholders placeholders;
        private final Duration maxAge;
        private final PlannedMesh mesh;
        private final Set<ServiceId> faultedAtTheServer;

        Queries(Experiment experiment, PlannedMesh mesh, List<PlannedFault> faults) {
            this.namespace = experiment.getMetadata().getNamespace();
            this.placeholders = Placeholders.of(experiment.getMetadata().getName(), namespace, faults);
            this.maxAge = Durations.parse(experiment.getSpec().maxBlind());
            this.mesh = mesh;
            this.faultedAtTheServer = faults.stream()
                    .filter(fault -> fault.side() == Side.Server)
                    .map(fault -> fault.destination().service())
                    .collect(Collectors.toSet());
        }

        Signal signal(Trigger trigger, String condition) {
            if (trigger.webhook() != null) {
                return new WebhookPlanner(trigger.webhook(), namespace, condition).signal();
            }
            if (trigger.alert() != null) {
                return signal(trigger.alert());
            }
            return trigger.prometheus() == null
                    ? new Signal.Webhook(HttpUrl.parse(
                            trigger.webhookUrl(), "trigger.webhookUrl of failure condition '%s'".formatted(condition)))
                    : signal(trigger.prometheus(), condition);
        }

        private Signal signal(PrometheusTrigger trigger, String condition) {
            Optional<Freshness> freshness = Optional.ofNullable(trigger.freshnessQuery())
                    .map(template -> filled(trigger, template, "freshnessQuery", condition))
                    .map(query -> new Freshness(query, maxAge));
            return new Signal.Promql(query(trigger, condition), server(), freshness);
        }

        private Signal signal(AlertTrigger alert) {
            return new Signal.Alert(alert.name(), alert.labels(), maxAge, server());
        }

        private Optional<DataSource> server() {
            return Optional.ofNullable(mesh).flatMap(PlannedMesh::dataSource);
        }

        private String query(PrometheusTrigger trigger, String condition) {
            if (trigger.successRate() != null) {
                SuccessRate rate = trigger.successRate();
                return provider().successRateQuery(requests(rate.service(), rate.interval(), rate.excludeInjected()));
            }
            if (trigger.latency() != null) {
                Latency latency = trigger.latency();
                return provider()
                        .latencyQuery(
                                requests(latency.service(), latency.interval(), latency.excludeInjected()),
                                latency.quantile());
            }
            return filled(trigger, trigger.customQuery(), "customQuery", condition);
        }

        private String filled(PrometheusTrigger trigger, String template, String field, String condition) {
            return QueryTemplate.fill(
                    "trigger.prometheus.%s of failure condition '%s'".formatted(field, condition),
                    template,
                    placeholders,
                    trigger.interval() == null ? STANDARD_WINDOW : Durations.parse(trigger.interval()));
        }

        private MeshProvider provider() {
            return meshes.require(mesh.type());
        }

        private RequestQuery requests(ServiceRef ref, String interval, boolean excludeInjected) {
            var service = new ServiceId(ref.namespace() == null ? namespace : ref.namespace(), ref.name());
            Side side = faultedAtTheServer.contains(service) ? Side.Server : Side.Client;
            return new RequestQuery(service, ref.port(), Durations.parse(interval), excludeInjected, side, maxAge);
        }
    }
}
