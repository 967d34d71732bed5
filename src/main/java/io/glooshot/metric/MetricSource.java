package io.glooshot.metric;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;

/** Asks one kind of signal. */
public interface MetricSource<S extends Signal> {

    Class<S> signal();

    /** Reads the signal once. Never fails and never hangs: what goes wrong is a {@link Reading.Failed}. */
    Uni<Reading> read(S signal);
}
