package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.guard.KillSwitches;
import io.glooshot.run.Forecast;
import io.glooshot.run.Objection;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the API server, and then all that a run would ask, what would become of an experiment. Changes nothing. */
final class ExperimentForecast {

    /** Stands for the UID that the API server gives to each Experiment. */
    private static final String UID = "00000000-0000-0000-0000-000000000000";

    private static final int UNPROCESSABLE = 422;
    private static final String DENIED = "denied request";

    private final KubernetesClient client;
    private final MeshMetrics metrics;

    ExperimentForecast(KubernetesClient client, MeshMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    PlannedExperiment of(Experiment written) {
        List<Objection> objections = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<Experiment> admitted = admitted(written, objections, notes);
        killSwitches(objections);
        Forecast forecast = admitted.map(metrics::forecast)
                .orElseGet(() -> new Forecast(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of()));
        return PlannedExperiment.of(written.getMetadata().getNamespace(), name(written), forecast, objections, notes);
    }

    /** As it would be stored; empty when the API server would not store it. */
    private Optional<Experiment> admitted(Experiment written, List<Objection> objections, List<String> notes) {
        Experiment asked = copy(written, name(written));
        try {
            return Optional.of(planned(client.resource(asked).dryRun(true).create()));
        } catch (KubernetesClientException failure) {
            switch (failure.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> {
                    notes.add(
                            "There is an Experiment of that name already; `glooshot run` needs --generate-name or --name.");
                    return admitted(copy(written, name(written) + "-anew"), objections, notes)
                            .map(other -> copy(other, name(written)));
                }
                case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> {
                    objections.add(new Objection("Refused", ApiFailure.describe(failure) + ".", true));
                    return Optional.empty();
                }
                case HttpURLConnection.HTTP_FORBIDDEN -> {
                    if (ApiFailure.describe(failure).contains(DENIED)) {
                        objections.add(new Objection("Denied", ApiFailure.describe(failure) + ".", true));
                    } else {
                        notes.add(
                                "You may not create experiments here, so the API server has not been asked whether it takes this one.");
                    }
                    return Optional.of(planned(SchemaDefaults.applied(client, asked)));
                }
                default -> throw ApiProblem.of("experiment %s could not be planned".formatted(name(written)), failure);
            }
        }
    }

    private void killSwitches(List<Objection> objections) {
        try {
            new KillSwitches(client)
                    .present()
                    .forEach(on -> objections.add(new Objection(
                            "KillSwitch",
                            "KillSwitch %s is on: nothing starts until it is deleted."
                                    .formatted(on.getMetadata().getName()),
                            true)));
        } catch (KubernetesClientException failure) {
            objections.add(new Objection(
                    "NotReadable",
                    "KillSwitches could not be read: %s.".formatted(ApiFailure.describe(failure)),
                    false));
        }
    }

    /** The same for each look at it, so that its diffs are. */
    private static Experiment planned(Experiment admitted) {
        admitted.getMetadata().setUid(UID);
        return admitted;
    }

    private static String name(Experiment written) {
        String name = written.getMetadata().getName();
        return name != null && !name.isEmpty() ? name : written.getMetadata().getGenerateName() + "xxxxx";
    }

    private static Experiment copy(Experiment written, String name) {
        Experiment copy = new Experiment();
        copy.setMetadata(new ObjectMetaBuilder(written.getMetadata())
                .withName(name)
                .withGenerateName(null)
                .withResourceVersion(null)
                .build());
        copy.setSpec(written.getSpec());
        return copy;
    }
}
