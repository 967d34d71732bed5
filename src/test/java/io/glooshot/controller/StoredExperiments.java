package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;

/** Experiments as the API server has them. */
final class StoredExperiments {

    static final String UID = "39aa9ca7-5857-4cb8-955c-aa5dabfc7a0b";

    private StoredExperiments() {}

    static Experiment in(State state) {
        Experiment experiment = new Experiment();
        experiment.setMetadata(new ObjectMetaBuilder()
                .withNamespace("bookinfo")
                .withName("abort-ratings")
                .withUid(UID)
                .build());
        experiment.setStatus(new ExperimentStatus(
                null, null, state, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null));
        return experiment;
    }
}
