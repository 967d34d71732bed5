package io.glooshot.install;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.glooshot.api.Experiment;
import io.glooshot.api.GlooShot;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.KillSwitchSpec;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Recovery;
import io.glooshot.guard.Takedown;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a cluster to rest and keeps it there: no experiment goes on, no fault is on, and none begins. Whoever works here,
 * controller or guard, helps; none of them is needed. Blocks.
 */
final class Calm {

    /** The one KillSwitch that keeps experiments from starting meanwhile. */
    static final String KILL_SWITCH = "glooshot-uninstall";

    private static final String WHAT = "Gloo Shot was not taken out";

    /** A controller that lives renews its Lease far more often. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final String namespace;
    private final Takedown takedown;
    private final Moment.Source clock;
    private final Consumer<String> tell;

    Calm(KubernetesClient client, String namespace, Duration convergence, Consumer<String> tell) {
        this.client = client;
        this.namespace = namespace;
        this.clock = () -> new Moment(Instant.now(), System.nanoTime());
        this.takedown = Takedown.of(client, clock, convergence, tell);
        this.tell = tell;
    }

    Standing look() {
        return Standing.look(client, takedown);
    }

    /** From now on nothing starts, and what started a moment ago ends. */
    void begin() {
        KillSwitch on = new KillSwitch();
        on.setMetadata(new ObjectMetaBuilder().withName(KILL_SWITCH).build());
        on.setSpec(new KillSwitchSpec("Gloo Shot is being uninstalled."));
        try {
            client.resource(on).create();
            tell.accept("killswitch.glooshot.solo.io/%s created: nothing starts any more".formatted(KILL_SWITCH));
        } catch (KubernetesClientException failure) {
            // There already, from an earlier try; or its kind is gone, and with it all experiments.
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT
                    && failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** @throws Refusal when faults or experiments resist; nothing starts until it is tried again */
    void enforce(Waiting waiting) {
        look().goingOn().forEach(this::stop);
        takeFaultsOff(waiting);
        if (!isLed()) {
            return;
        }
        // Proxies that ask the controller still have their faults until it says so.
        boolean isOver = waiting.until(() -> look().goingOn().isEmpty() || !isLed());
        if (!isOver) {
            throw resisting(look().told());
        }
    }

    void takeFaultsOff(Waiting waiting) {
        try {
            if (!takedown.find().isEmpty()) {
                Optional<String> inTheWay = new Recovery(takedown, clock, tell).run(waiting.left());
                if (inTheWay.isPresent()) {
                    throw resisting(inTheWay.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw resisting("the wait was interrupted");
        }
    }

    private static Refusal resisting(String why) {
        return new Refusal(
                WHAT,
                why,
                "Controller and guard are still there, and KillSwitch %s keeps experiments from starting; try again."
                        .formatted(KILL_SWITCH));
    }

    private void stop(Experiment experiment) {
        try {
            Takedown.tellToStop(
                    client,
                    experiment.getMetadata().getNamespace(),
                    experiment.getMetadata().getName());
            tell.accept("experiment.glooshot.solo.io/%s told to stop"
                    .formatted(experiment.getMetadata().getName()));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** Whether a controller has shown itself of late. */
    private boolean isLed() {
        Lease lease =
                client.leases().inNamespace(namespace).withName(Names.LEASE).get();
        return lease != null
                && lease.getSpec().getHolderIdentity() != null
                && !lease.getSpec().getHolderIdentity().isEmpty()
                && lease.getSpec().getRenewTime() != null
                && lease.getSpec()
                        .getRenewTime()
                        .toInstant()
                        .isAfter(Instant.now().minus(LONGEST_SILENCE));
    }

    /** Nobody is left who would do it, and no fault is left that they wait for. */
    void letGo() {
        for (Experiment experiment : Takedown.experiments(client).values()) {
            if (!experiment.hasFinalizer(GlooShot.FINALIZER)) {
                continue;
            }
            List<String> others = experiment.getMetadata().getFinalizers().stream()
                    .filter(finalizer -> !finalizer.equals(GlooShot.FINALIZER))
                    .map(finalizer -> "\"%s\"".formatted(finalizer))
                    .toList();
            client.resources(Experiment.class)
                    .inNamespace(experiment.getMetadata().getNamespace())
                    .withName(experiment.getMetadata().getName())
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"resourceVersion\":\"%s\",\"finalizers\":%s}}"
                                    .formatted(experiment.getMetadata().getResourceVersion(), others));
        }
    }

    void end() {
        try {
            client.resources(KillSwitch.class).withName(KILL_SWITCH).delete();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }
}
