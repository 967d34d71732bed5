package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.apiserver.ApiFailure;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Creates an Experiment, once: a call that had no answer may have been carried out all the same, and an experiment that
 * nobody knows of would run unwatched by whoever asked for it.
 */
final class ExperimentCreation {

    /** Marks who has created it. */
    private static final String MARK = "glooshot.solo.io/created-by-run";

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX = 5;
    /** Of what a suffix comes behind, as in the API server. */
    private static final int LONGEST_PREFIX = 58;

    private final KubernetesClient client;
    private final Interruption interruption;
    private final Consumer<String> tell;

    ExperimentCreation(KubernetesClient client, Interruption interruption, Consumer<String> tell) {
        this.client = client;
        this.interruption = interruption;
        this.tell = tell;
    }

    /**
     * The same, ready to be created. Its name is complete here already, so that it can be asked for afterwards.
     *
     * @param anew whether each call gives another name
     */
    static Experiment named(Experiment written, String namespace, String name, boolean anew) {
        ObjectMeta before = written.getMetadata() == null ? new ObjectMeta() : written.getMetadata();
        String own = name != null ? name : before.getName();
        boolean isPrefix = own == null || own.isEmpty();
        String prefix = isPrefix ? before.getGenerateName() : own + "-";
        if (prefix == null) {
            throw new CommandFailure(
                    "the experiment cannot be created",
                    "it has neither metadata.name nor metadata.generateName",
                    "Write one into it, or give --name.");
        }
        Experiment ready = new Experiment();
        ready.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(isPrefix || anew ? withSuffix(prefix) : own)
                .withLabels(before.getLabels())
                .withAnnotations(before.getAnnotations())
                .addToAnnotations(MARK, UUID.randomUUID().toString())
                .build());
        ready.setSpec(written.getSpec());
        return ready;
    }

    private static String withSuffix(String prefix) {
        SecureRandom random = new SecureRandom();
        StringBuilder name = new StringBuilder(prefix.substring(0, Math.min(LONGEST_PREFIX, prefix.length())));
        random.ints(SUFFIX, 0, LETTERS.length()).forEach(letter -> name.append(LETTERS.charAt(letter)));
        return name.toString();
    }

    /** @throws CommandFailure when the API server refuses it, or has not answered for a while */
    Experiment create(Experiment ready) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                return client.resource(ready).create();
            } catch (KubernetesClientException failure) {
                if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return present(ready, failure);
                }
                boolean over = System.nanoTime() > end || interruption.count() > 0;
                if (!ApiFailure.mayPass(failure)) {
                    throw ApiProblem.of(name(ready) + " could not be created", failure);
                }
                if (over) {
                    throw unanswered(ready, failure);
                }
                tell.accept("%s could not be created yet: %s. Trying again."
                        .formatted(name(ready), ApiFailure.describe(failure)));
                interruption.pause(PAUSE);
            }
        }
    }

    private static CommandFailure unanswered(Experiment ready, KubernetesClientException failure) {
        return new CommandFailure(
                name(ready) + " could not be created",
                ApiFailure.describe(failure),
                "A call without an answer may have been carried out all the same: look with `glooshot get experiment %s -n %s`."
                        .formatted(
                                ready.getMetadata().getName(),
                                ready.getMetadata().getNamespace()),
                failure);
    }

    /** The one of that name, if an earlier try has made it. */
    private Experiment present(Experiment ready, KubernetesClientException failure) {
        Experiment present = client.resource(ready).get();
        if (present == null) {
            throw ApiProblem.of(name(ready) + " could not be created", failure);
        }
        Map<String, String> marks = present.getMetadata().getAnnotations();
        if (marks != null && ready.getMetadata().getAnnotations().get(MARK).equals(marks.get(MARK))) {
            return present;
        }
        ExperimentStatus status = present.getStatus();
        throw new CommandFailure(
                name(ready) + " could not be created",
                "there is one of that name already, which is %s"
                        .formatted(status == null || status.state() == null ? "new" : status.state()),
                "Delete it with `glooshot delete experiment %s -n %s`, or run with --generate-name or --name."
                        .formatted(
                                ready.getMetadata().getName(),
                                ready.getMetadata().getNamespace()),
                failure);
    }

    private static String name(Experiment experiment) {
        return "experiment %s/%s"
                .formatted(
                        experiment.getMetadata().getNamespace(),
                        experiment.getMetadata().getName());
    }
}
