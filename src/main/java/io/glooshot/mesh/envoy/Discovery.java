package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.ServiceId;
import java.util.Optional;

/**
 * One of Envoy's discovery services, in the state-of-the-world variant of xDS: what proxies can subscribe to, and who is
 * told what has become of it. Used by the thread that serves proxies.
 *
 * @param <N> names that proxies can subscribe to
 * @param <R> what they get
 */
interface Discovery<N, R extends Discovered<R>> {

    /** Type URL of the resources. */
    String type();

    /** Empty when nothing can have that name. */
    Optional<N> parse(String name);

    /** What names look like, for people. */
    String form();

    /** What the proxies of a service are to hold now. */
    R wanted(N name, ServiceId origin);

    /** Comes before the proxy can know. */
    default void sending(ProxyStream<N, R> stream, R resource, Moment now) {}

    /** The proxy has taken all that it was sent. */
    default void acknowledged(ProxyStream<N, R> stream) {}

    /** @param endedAt by the same count as {@link ProxyStream#openedAt} */
    default void ended(ProxyStream<N, R> stream, long endedAt) {}
}
