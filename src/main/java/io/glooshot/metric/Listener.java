package io.glooshot.metric;

import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One check's end of a shared poll. A subscriber that has fallen far behind is spared further readings: it then finds
 * itself blind rather than running out of memory. Its first breach is kept for it all the same.
 */
final class Listener {

    private final Check check;
    private final MultiEmitter<? super Measurement> subscriber;
    private final AtomicBoolean keepsBreach = new AtomicBoolean();

    Listener(Check check, MultiEmitter<? super Measurement> subscriber) {
        this.check = check;
        this.subscriber = subscriber;
    }

    Check check() {
        return check;
    }

    void hear(Moment at, Reading reading, Moment arrived) {
        Measurement measurement = new Measurement(check, at, reading, arrived);
        if (subscriber.requested() > 0 || measurement.isBreach() && keepsBreach.compareAndSet(false, true)) {
            subscriber.emit(measurement);
        }
    }
}
