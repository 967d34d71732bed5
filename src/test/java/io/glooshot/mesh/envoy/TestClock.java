package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.time.Instant;

/** Both clocks, which stand still until a test moves them. */
final class TestClock implements Moment.Source {

    private volatile Moment now = new Moment(Instant.parse("2026-01-01T00:00:00Z"), 1_000_000_000);

    @Override
    public Moment now() {
        return now;
    }

    Instant in(Duration duration) {
        return now.time().plus(duration);
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** As an administrator, or a time server, does. */
    void setWallClock(Instant time) {
        now = new Moment(time, now.nanos());
    }

    /** As when the machine sleeps and the monotonic clock does not count. */
    void sleep(Duration duration) {
        now = new Moment(now.time().plus(duration), now.nanos());
    }
}
