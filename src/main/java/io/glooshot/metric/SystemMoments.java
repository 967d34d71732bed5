package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The machine's own clocks. */
class SystemMoments {

    @Produces
    @Singleton
    @DefaultBean
    Moment.Source moments() {
        return () -> new Moment(Instant.now(), System.nanoTime());
    }
}
