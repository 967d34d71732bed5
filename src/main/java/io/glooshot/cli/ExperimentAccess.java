package io.glooshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.glooshot.api.Experiment;
import io.glooshot.api.GlooShot;
import io.glooshot.api.Report;
import io.glooshot.apiserver.ApiFailure;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/**
 * One Experiment in the API server, told from others of its name by its UID. Blocks.
 *
 * @param uid of the Experiment
 */
record ExperimentAccess(KubernetesClient client, String namespace, String name, String uid) {

    /** What a look at it shows. */
    sealed interface Look {

        record Seen(Experiment experiment) implements Look {}

        /** Deleted, by whomever; there may be another one of its name. */
        record Gone() implements Look {}

        /** @param why for people */
        record Unanswered(String why) implements Look {}
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    static ExperimentAccess to(KubernetesClient client, Experiment created) {
        return new ExperimentAccess(
                client,
                created.getMetadata().getNamespace(),
                created.getMetadata().getName(),
                created.getMetadata().getUid());
    }

    Look look() {
        try {
            Experiment found = client.resources(Experiment.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            return found == null || !found.getMetadata().getUid().equals(uid) ? new Look.Gone() : new Look.Seen(found);
        } catch (KubernetesClientException failure) {
            return new Look.Unanswered(ApiFailure.describe(failure));
        }
    }

    /** Tells it to stop, and no other of its name: the API server compares the UID. */
    void stop() {
        client.resources(Experiment.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        json(Map.of("metadata", Map.of("uid", uid), "spec", Map.of("stop", true))));
    }

    /** Deletes it, and no other of its name. What is gone already is well deleted. */
    void delete() {
        try {
            client.raw(
                    "/apis/%s/%s/namespaces/%s/experiments/%s"
                            .formatted(GlooShot.GROUP, GlooShot.VERSION, namespace, name),
                    "DELETE",
                    json(Map.of("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Map.of("uid", uid))));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                    && failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure;
            }
        }
    }

    /** Of this very run, as far as it is written. */
    Optional<Report> report() {
        return Optional.ofNullable(client.resources(Report.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .filter(report -> uid.equals(report.getSpec().experimentUid()));
    }

    @Override
    public String toString() {
        return "experiment %s/%s".formatted(namespace, name);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
