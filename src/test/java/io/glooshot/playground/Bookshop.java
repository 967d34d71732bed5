package io.glooshot.playground;

import io.glooshot.experiment.Destination;

/** The sample application, whatever mesh it is on. */
public interface Bookshop extends AutoCloseable {
    String namespace();

    Destination destination(String service);

    EnvoyProxy proxyOf(String service);

    /** The page that a browser can open. */
    String pageUrl();

    /** Users who look at the page, with one of the two reviews services behind it. */
    Traffic browse(String reviews, int perSecond);

    /** Calls of one service to another through its sidecar alone, without what the service makes of them. */
    Traffic call(String origin, String destination, int perSecond);

    @Override
    void close();
}
