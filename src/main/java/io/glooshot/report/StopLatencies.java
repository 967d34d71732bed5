package io.glooshot.report;

import io.glooshot.api.ReportSpec;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.StopLatency;
import java.time.Duration;
import java.util.Optional;

/** The steps from a breach to the end of its fault, for people. */
final class StopLatencies {

    private StopLatencies() {}

    /** Null for a run that had nothing to stop. */
    static ReportSpec.StopLatency record(StopLatency stop) {
        if (stop.written().isEmpty() && stop.confirmed().isEmpty()) {
            return null;
        }
        return new ReportSpec.StopLatency(
                time(stop.breach().map(Measurement::at)),
                stop.evaluated().map(ReportFactory::text).orElse(null),
                time(stop.breach().map(Measurement::arrived)),
                time(stop.decided()),
                time(stop.written()),
                time(stop.confirmed()),
                text(stop.reading()),
                text(stop.decision()),
                text(stop.write()),
                text(stop.confirmation()),
                text(stop.clockSkew()));
    }

    private static String time(Optional<Moment> moment) {
        return moment.map(at -> ReportFactory.text(at.time())).orElse(null);
    }

    private static String text(Optional<Duration> leg) {
        return leg.map(Numbers::precise).orElse(null);
    }
}
