package io.glooshot.experiment;

import java.util.ArrayList;
import java.util.List;

/** What to say of checks that end no run, before the run starts: nobody else will. */
final class DryRuns {

    private DryRuns() {}

    static List<String> warnings(List<Track> tracks) {
        List<Track> dry =
                tracks.stream().filter(track -> track.check().terms().dryRun()).toList();
        List<String> warnings = new ArrayList<>();
        if (!dry.isEmpty() && dry.size() == tracks.size()) {
            warnings.add("Every failure condition is a dry run: only the deadline and spec.stop end this experiment.");
        }
        dry.forEach(track -> track.last().ifPresent(last -> warn(last, warnings)));
        return warnings;
    }

    private static void warn(Measurement last, List<String> warnings) {
        String name = last.check().name();
        if (last.isBreach()) {
            warnings.add(
                    "Failure condition %s, a dry run, is met before any fault: %s.".formatted(name, last.comparison()));
        } else if (!last.isGood()) {
            warnings.add("Failure condition %s, a dry run, has no good reading: %s"
                    .formatted(name, Brief.text(last.reading().trouble())));
        }
    }
}
