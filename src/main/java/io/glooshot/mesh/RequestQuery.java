package io.glooshot.mesh;

import io.glooshot.api.Side;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;

/**
 * The requests that a metric is about.
 *
 * @param service that is called
 * @param port of the service; null means all of them, and meshes whose metrics tell no ports take all of them anyway
 * @param window over which the metric is taken
 * @param excludeInjected leaves out the requests that the mesh itself has faulted
 * @param maxAge how old the newest sample of a series may be for the series to count
 * @param side where faults on calls to this service are injected, if there are any: its proxies can tell them
 */
public record RequestQuery(
        ServiceId service, Integer port, Duration window, boolean excludeInjected, Side side, Duration maxAge) {}
