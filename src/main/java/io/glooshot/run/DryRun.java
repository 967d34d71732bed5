package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Verdict;
import io.glooshot.experiment.policy.Rulebook;
import io.glooshot.experiment.policy.Subject;
import io.glooshot.mesh.FaultedCalls;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.PlannedChange;
import io.glooshot.mesh.Preview;
import io.glooshot.metric.SignalReading;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Goes the way of a run as far as it touches nothing, and by the same parts, so that what it tells is what a run would do.
 * Where a run ends at the first thing that speaks against it, this goes on and tells them all. Blocks.
 */
public final class DryRun {

    /** Longer than any of the parts takes by itself. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** What is allowed by the controller's own settings and rights, which are not known here. */
    private static final Set<String> UP_TO_THE_CONTROLLER = Set.of(
            "SecretNotAllowed", "SecretNotFound", "WebhookNotAllowed", "ConditionUnreadable", "DataSourceChanged");

    private final KubernetesClient client;
    private final Meshes meshes;
    private final SignalReading signals;
    private final Optional<URI> prometheus;
    private final Clock clock;
    private final Planner planner;

    private final List<Objection> objections = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private List<Measurement> readings = List.of();

    /**
     * @param prometheus asked instead of those that Meshes name, without their credentials
     */
    public DryRun(
            KubernetesClient client, Meshes meshes, SignalReading signals, Optional<URI> prometheus, Clock clock) {
        this.client = client;
        this.meshes = meshes;
        this.signals = signals;
        this.prometheus = prometheus;
        this.clock = clock;
        this.planner = new Planner(client, WatchedNamespaces.all(), new CheckPlanner(meshes), meshes);
    }

    /** @param experiment with all that the API server fills in; its UID may be any */
    public Forecast of(Experiment experiment) {
        Optional<Plan> plan = plan(experiment);
        List<PlannedChange> changes = new ArrayList<>();
        List<HitCaller> callers = new ArrayList<>();
        plan.ifPresent(each -> {
            attempt("the consent of other namespaces", () -> planner.consent().require(each));
            admit(experiment, each);
            read(each);
            if (!each.isControl()) {
                Optional<Preview> preview = examine(each);
                preview.ifPresent(found -> {
                    changes.addAll(found.changes());
                    warnings.addAll(found.unknown());
                    found.calls().forEach(calls -> callers.addAll(callers(each, calls)));
                });
            }
        });
        return new Forecast(plan, objections, warnings, readings, changes, callers);
    }

    private Optional<Plan> plan(Experiment experiment) {
        return found("the Mesh and the Services", () -> planner.outline(experiment, mesh -> mesh.askedAt(prometheus)));
    }

    /** By the policies, and by whoever has the destinations already. */
    private void admit(Experiment experiment, Plan plan) {
        Claims claims = new Claims();
        attempt("other experiments", () -> others(experiment, plan).forEach(other -> claim(claims, other)));
        attempt("the policies", () -> {
            Rulebook rules =
                    new Policies(client, clock).permit(Subject.of(plan, experiment.getSpec()), claims.namespaces());
            claims.take(plan, clock.instant(), rules.quotas(plan.namespace()))
                    .map(Wait::told)
                    .map(Objection::sure)
                    .ifPresent(objections::add);
        });
    }

    private List<Experiment> others(Experiment experiment, Plan plan) {
        return client.resources(Experiment.class).inAnyNamespace().list().getItems().stream()
                .filter(other -> !isFinal(other))
                .filter(other -> !(other.getMetadata().getNamespace().equals(plan.namespace())
                        && other.getMetadata()
                                .getName()
                                .equals(experiment.getMetadata().getName())))
                .sorted(Comparator.comparing(other -> other.getMetadata().getCreationTimestamp()))
                .toList();
    }

    private void claim(Claims claims, Experiment other) {
        Instant created = Instant.parse(other.getMetadata().getCreationTimestamp());
        try {
            if (state(other) == State.Started || state(other) == State.Stopping) {
                claims.hold(planner.restoreFaults(other), created);
            } else {
                claims.queue(planner.plan(other), created);
            }
        } catch (AbortException ends) {
            // It will not run, so it is in nobody's way.
        }
    }

    private void read(Plan plan) {
        attempt(
                "whether its conditions may be asked",
                () -> await(signals.watch().examine(plan.checks())));
        readings = await(signals.watch().readOnce(plan.checks()));
        History.preRead(readings).ifPresent(verdict -> object((Verdict.Aborted) verdict));
        warnings.addAll(History.after(readings, plan.maxBlind()).warnings());
    }

    private Optional<Preview> examine(Plan plan) {
        MeshProvider provider = meshes.require(plan.mesh().type());
        return found("what is in the mesh", () -> {
            warnings.addAll(await(provider.examine(plan)));
            return await(provider.preview(plan));
        });
    }

    private List<HitCaller> callers(Plan plan, FaultedCalls calls) {
        Reading reading = await(signals.prometheus()
                .read(new Signal.Promql(calls.query(), plan.mesh().dataSource())));
        if (reading instanceof Reading.Failed failed) {
            warnings.add("Who calls %s is not known: %s".formatted(calls.fault().destination(), failed.message()));
        } else if (reading instanceof Reading.NoData) {
            warnings.add(
                    "The mesh's metrics show no calls to %s that would be hit; where nothing is, a run ends as NothingFaulted."
                            .formatted(calls.fault().destination()));
        }
        return series(reading)
                .map(value -> HitCaller.of(
                        calls.fault(), calls.caller(value.labels()), value.value(), calls.callersAreKnown()))
                .toList();
    }

    private static Stream<Reading.Value> series(Reading reading) {
        if (reading instanceof Reading.Vector vector) {
            return vector.series().stream();
        }
        return reading instanceof Reading.Value value ? Stream.of(value) : Stream.of();
    }

    private void attempt(String about, Runnable part) {
        found(about, () -> {
            part.run();
            return true;
        });
    }

    /** Empty when it cannot be told, or must not be: then there is one more objection. */
    private <T> Optional<T> found(String about, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (AbortException refused) {
            object(refused.verdict());
        } catch (PoliciesUnreadableException unreadable) {
            objections.add(Objection.unsure("PoliciesUnreadable", unreadable.getMessage()));
        } catch (KubernetesClientException failure) {
            objections.add(Objection.unsure(
                    "NotReadable",
                    "It cannot be told from here, as %s could not be read: %s."
                            .formatted(about, ApiFailure.describe(failure))));
        }
        return Optional.empty();
    }

    private void object(Verdict.Aborted verdict) {
        objections.add(
                new Objection(verdict.reason(), verdict.message(), !UP_TO_THE_CONTROLLER.contains(verdict.reason())));
    }

    private static State state(Experiment experiment) {
        return Optional.ofNullable(experiment.getStatus())
                .map(ExperimentStatus::state)
                .orElse(State.Pending);
    }

    private static boolean isFinal(Experiment experiment) {
        return state(experiment).isFinal();
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(LONGEST);
    }
}
