package io.glooshot.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one disturbance did on one mesh, over all of its rounds. */
final class Score {

    static final List<String> HEADER = List.of(
            "What was done to us",
            "mesh",
            "blows",
            "runs",
            "artifacts left",
            "longest overrun, s",
            "allowed, s",
            "runs lost",
            "wrong final states",
            "95 % bound, runs",
            "95 % bound, blows");

    private final Disturbance disturbance;
    private final Ground ground;
    private final List<String> problems = new ArrayList<>();
    private int blows;
    private int badBlows;
    private int runs;
    private int badRuns;
    private int artifacts;
    private int lost;
    private int wrong;
    private Duration longest = Duration.ZERO;

    Score(Disturbance disturbance, Ground ground) {
        this.disturbance = disturbance;
        this.ground = ground;
    }

    void add(Round.Result round) {
        List<RunResult> own = round.runs().stream()
                .filter(result -> result.run().ground().name().equals(ground.name()))
                .toList();
        own.forEach(this::add);
        problems.addAll(round.problems());
        boolean isBad = !round.problems().isEmpty() || own.stream().anyMatch(result -> !result.isSound());
        // One that found nobody alive has shown nothing.
        if (isBad || own.stream().anyMatch(RunResult::isHit)) {
            blows++;
            badBlows += isBad ? 1 : 0;
        }
    }

    private void add(RunResult result) {
        // What went wrong with one that was not hit went wrong all the same.
        if (result.isHit() || !result.isSound()) {
            runs++;
            badRuns += result.isSound() ? 0 : 1;
        }
        artifacts += result.artifacts().size();
        lost += result.isLost() ? 1 : 0;
        wrong += result.wrong().size();
        longest = result.overrun().compareTo(longest) > 0 ? result.overrun() : longest;
        problems.addAll(result.artifacts());
        problems.addAll(result.wrong());
        if (result.isLost()) {
            problems.add(result.run() + " is lost: it has no end, or no report of it");
        }
        if (result.isLate()) {
            problems.add(result.run() + " was in the mesh " + seconds(result.overrun()) + " s too long");
        }
    }

    List<String> problems() {
        return problems;
    }

    List<String> row() {
        return List.of(
                disturbance.what(),
                ground.name(),
                Integer.toString(blows),
                Integer.toString(runs),
                Integer.toString(artifacts),
                seconds(longest),
                seconds(disturbance.longestOverrun(ground)),
                Integer.toString(lost),
                Integer.toString(wrong),
                percent(new Bound(runs, badRuns)),
                percent(new Bound(blows, badBlows)));
    }

    int runs() {
        return runs;
    }

    int badRuns() {
        return badRuns;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    static String percent(Bound bound) {
        return String.format(Locale.ROOT, "%.1f %%", bound.upper() * 100);
    }
}
