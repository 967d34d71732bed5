package io.glooshot.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.playground.Command;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Somebody with kubectl in one namespace. */
final class User {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world;
    private final String namespace;

    User(World world, String namespace) {
        this.world = world;
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    /** @param spec the spec in YAML, not indented */
    void apply(String name, String spec) {
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: %s, namespace: %s}
                spec:
                """.formatted(name, namespace) + spec.indent(2));
    }

    Command.Result kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return world.kube().kubectl(all);
    }

    Optional<Experiment> find(String name) {
        return Optional.ofNullable(client().resources(Experiment.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    ExperimentStatus status(String name) {
        return find(name).map(Experiment::getStatus).orElse(null);
    }

    ExperimentStatus awaitState(String name, State state) {
        return await("state " + state, name, status -> status.state() == state);
    }

    /** Started, and the mesh has confirmed the fault. */
    ExperimentStatus awaitInjected(String name) {
        return await("injection", name, status -> status.state() == State.Started && isInjected(status));
    }

    ExperimentStatus awaitEnd(String name) {
        return await("end", name, status -> status.state().isFinal());
    }

    /** How the system did after the end, once that is known. */
    Recovery awaitRecovery(String name) {
        return Awaitility.await("recovery after %s".formatted(name))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> status(name).recovery(), recovery -> recovery != null && !recovery.stillWatching());
    }

    /** The same by the Report, which outlives the experiment. */
    ReportSpec awaitReportedRecovery(String name) {
        return Awaitility.await("reported recovery after %s".formatted(name))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> report(name).getSpec(), spec -> !spec.recovery().stillWatching());
    }

    /** Whoever deletes it then depends on no controller. */
    void awaitNoFinalizer(String name) {
        Awaitility.await("%s to have no finalizer".formatted(name))
                .atMost(PATIENCE)
                .until(() ->
                        find(name).orElseThrow().getMetadata().getFinalizers().isEmpty());
    }

    void awaitGone(String name) {
        Awaitility.await("%s to be gone".formatted(name))
                .atMost(PATIENCE)
                .until(() -> find(name).isEmpty());
    }

    Report report(String name) {
        return client().resources(Report.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    String events() {
        return kubectl("get", "events", "-o", "custom-columns=R:.reason,O:.involvedObject.name,M:.message")
                .stdout();
    }

    private ExperimentStatus await(String what, String name, Predicate<ExperimentStatus> condition) {
        ExperimentStatus[] last = new ExperimentStatus[1];
        try {
            awaitOrEnd(what, name, condition, last);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("No %s of %s; its last status: %s".formatted(what, name, last[0]), e);
        }
        return last[0];
    }

    private void awaitOrEnd(String what, String name, Predicate<ExperimentStatus> condition, ExperimentStatus[] last) {
        Awaitility.await("%s of %s".formatted(what, name))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> {
                    last[0] = status(name);
                    // An end that nobody waited for must show at once what it is.
                    if (last[0] != null
                            && last[0].state() != null
                            && last[0].state().isFinal()
                            && !condition.test(last[0])) {
                        throw new AssertionError("%s is %s (%s): %s"
                                .formatted(name, last[0].state(), last[0].reason(), last[0].message()));
                    }
                    return last[0] != null && last[0].state() != null && condition.test(last[0]);
                });
    }

    private static boolean isInjected(ExperimentStatus status) {
        return status.conditions().stream()
                .anyMatch(condition -> condition.getType().equals("Injected")
                        && condition.getStatus().equals("True"));
    }

    private KubernetesClient client() {
        return world.kube().client();
    }
}
