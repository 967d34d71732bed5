package io.glooshot.controller;

import io.glooshot.apiserver.WatchedNamespaces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Knows the namespaces that this controller looks after, for everybody. */
@Singleton
class Watching {

    private static final Logger LOG = Logger.getLogger(Watching.class);

    @Produces
    @Singleton
    WatchedNamespaces namespaces(WatchSettings settings, MeterRegistry meters) {
        List<String> names = settings.namespaces().orElse(List.of());
        WatchedNamespaces namespaces = WatchedNamespaces.of(names, LOG::warn);
        Gauge.builder(
                        "glooshot.namespaces.unreadable",
                        namespaces,
                        all -> all.unreadable().size())
                .description(
                        "Watched namespaces that the controller may not read, so that nothing in them is looked after")
                .register(meters);
        LOG.infof("Watching %s", namespaces);
        return namespaces;
    }
}
