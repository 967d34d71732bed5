package io.glooshot.metric;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;

/** Asks one kind of signal. */
public interface MetricSource<S extends Signal> {

    Class<S> signal();

    /**
     * Whether the signal may be asked at all, which is told before a run touches anything.
     *
     * @return fails with an {@link io.glooshot.experiment.AbortException} when it may not
     */
    default Uni<Void> examine(S signal) {
        return Uni.createFrom().voidItem();
    }

    /** Reads the signal once. Never fails and never hangs: what goes wrong is a {@link Reading.Failed}. */
    Uni<Reading> read(S signal);

    /** The same as one time of many, for which the source may spare a server that did not manage it the times before. */
    default Uni<Reading> poll(S signal) {
        return read(signal);
    }
}
