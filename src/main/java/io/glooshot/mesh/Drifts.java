package io.glooshot.mesh;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Where whoever finds a {@link Drift} tells of it: counted, logged, and passed on to those who tell users. */
@ApplicationScoped
public class Drifts {

    private static final Logger LOG = Logger.getLogger(Drifts.class);

    private final Map<Drift.Kind, Counter> counters = new EnumMap<>(Drift.Kind.class);
    private volatile Consumer<Drift> listener = drift -> {};

    public Drifts(MeterRegistry meters) {
        for (Drift.Kind kind : Drift.Kind.values()) {
            counters.put(
                    kind,
                    Counter.builder("glooshot.drift")
                            .description("Faults in a mesh that were not as the runs want them")
                            .tag("kind", kind.name())
                            .register(meters));
        }
    }

    /** @param listener must neither block nor throw */
    public void onDrift(Consumer<Drift> listener) {
        this.listener = listener;
    }

    public void tell(Drift drift) {
        counters.get(drift.kind()).increment();
        LOG.warnf("%s fault of experiment %s: %s", drift.kind(), drift.uid(), drift.message());
        listener.accept(drift);
    }
}
