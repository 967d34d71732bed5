package io.glooshot.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jboss.logging.Logger;

/** Informers that go on whatever becomes of the API server meanwhile. */
public final class Informers {

    private static final Logger LOG = Logger.getLogger(Informers.class);

    private Informers() {}

    /**
     * Starts an informer without waiting for it. What it watches may not even be installed yet: it tries again.
     *
     * @param what it watches, in the plural, for the log
     */
    public static <T extends HasMetadata> void start(
            SharedIndexInformer<T> informer, ResourceEventHandler<? super T> handler, String what) {
        informer.addEventHandler(handler);
        informer.exceptionHandler((started, failure) -> true);
        informer.start().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warnf("Cannot watch %s: %s", what, failure.getMessage());
            }
        });
    }
}
