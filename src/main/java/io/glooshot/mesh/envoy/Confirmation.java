package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Moment;

/** Somebody who waits for the proxies to confirm something. Asked whenever that may have happened, by one thread. */
interface Confirmation {

    /** Completes or fails the wait when it can be decided; whether it was. */
    boolean settle(Moment now);
}
