package io.glooshot.campaign;

import io.glooshot.api.Side;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** One mesh with destinations that can be faulted, and what is known of it from outside. */
public interface Ground extends AutoCloseable {

    /** So many experiments can run on it at a time. */
    int DESTINATIONS = 6;

    /** Of the Mesh object. */
    String name();

    String namespace();

    default List<String> services() {
        return IntStream.range(0, DESTINATIONS).mapToObj(i -> "service-" + i).toList();
    }

    /** Where the fault on a service is to be injected. */
    Side side(String service);

    /** From when until when the mesh held faults; by {@link #key}. */
    Holdings holdings();

    String key(Run run);

    /** How long the mesh itself keeps a fault that nobody renews; far too long to wait for where it does not expire. */
    Duration expiry();

    /** What the mesh itself has of us now, in words; nothing when all is off. */
    List<String> leftovers();

    /** One more of the same mesh, in a namespace of its own. */
    Ground another();

    @Override
    void close();
}
