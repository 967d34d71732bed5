package io.glooshot.run;

import io.glooshot.api.Experiment;

/** Namespace and name of an Experiment. */
public record ExperimentName(String namespace, String name) {

    public static ExperimentName of(Experiment experiment) {
        return new ExperimentName(
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
