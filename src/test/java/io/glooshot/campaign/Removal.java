package io.glooshot.campaign;

import java.time.Duration;

/** What a removal takes that nothing stands in the way of. */
final class Removal {

    /** A verdict is known, the objects are read and written, and those of a server's side a second time; on a busy machine. */
    static final Duration LIMIT = IstioGround.CONVERGENCE.plusSeconds(9);

    private Removal() {}

    static Duration limit(Ground ground) {
        return ground.expiry().compareTo(LIMIT) < 0 ? ground.expiry() : LIMIT;
    }
}
