package io.glooshot.mesh.envoy;

import com.google.protobuf.Any;

/** What a proxy that subscribes to a name is sent. */
interface Discovered<R> {

    /** Whether a proxy that has the other one need not be sent this one. */
    boolean saysTheSameAs(R other);

    /** Whether the proxy drops it unless it is sent again. */
    boolean expires();

    /** What to put into a response. */
    Any toResource(String version);
}
