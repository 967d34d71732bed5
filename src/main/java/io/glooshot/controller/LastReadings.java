package io.glooshot.controller;

import io.glooshot.api.ExperimentStatus.LastReading;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Track;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The last reading of each condition, as a status shows it and a successor goes on from it. */
final class LastReadings {

    private LastReadings() {}

    static List<LastReading> of(History history) {
        return history.tracks().stream()
                .map(LastReadings::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<LastReading> of(Track track) {
        return track.last().map(last -> {
            Reading reading = last.reading();
            return new LastReading(
                    track.check().name(),
                    reading.getClass().getSimpleName(),
                    reading instanceof Reading.Value read ? Numbers.text(read.value()) : null,
                    reading instanceof Reading.Value ? null : reading.trouble(),
                    time(last),
                    track.lastGood().time().truncatedTo(ChronoUnit.MILLIS).toString());
        });
    }

    private static String time(Measurement measurement) {
        return measurement.at().time().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
