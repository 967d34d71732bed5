package io.glooshot.campaign;

import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Does to us all that is listed, round after round, and prints what became of it. Ends with 1 when anything is wrong. */
public final class Campaign {

    private static final Path FILE = Path.of("target", "campaign", "table.md");

    private final Settings settings;
    private final Progress progress;
    private final Instant end;
    private final List<Score> scores = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();

    private Campaign(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.end = Instant.now().plus(settings.limit());
    }

    public static void main(String... arguments) {
        boolean isSound = false;
        try {
            isSound = new Campaign(Settings.ofSystem(), Progress.toStandardOut()).run();
        } catch (Throwable e) {
            // An error as well: without an exit, threads of clients would keep this process up for good.
            e.printStackTrace();
        }
        // Idle threads of clients would keep this process up for a while, or for good after a failure.
        System.exit(isSound ? 0 : 1);
    }

    private boolean run() throws IOException {
        refuseUnknown();
        System.out.printf("campaign: seed %d, %s%n", settings.seed(), settings.isShort() ? "short" : "full");
        Instant start = Instant.now();
        try (Scene scene = Scene.set(settings, progress)) {
            chosen().stream().filter(each -> each.isPossible(scene)).forEach(each -> run(scene, each));
        }
        // On a busy machine the short form does what it can; a full campaign that is not full has failed.
        if (!settings.isShort() || scores.stream().allMatch(score -> score.runs() == 0)) {
            problems.addAll(undone);
        }
        publish(Duration.between(start, Instant.now()));
        return problems.isEmpty();
    }

    /** In the short form in an order of its own each time, so that all have their turn where there is not time for all. */
    private List<Disturbance> chosen() {
        List<Disturbance> chosen = new ArrayList<>(
                Disturbances.all().stream().filter(settings::wants).toList());
        if (settings.isShort()) {
            Collections.shuffle(chosen, new Random(settings.seed()));
        }
        return chosen;
    }

    private void refuseUnknown() {
        Set<String> unknown = new TreeSet<>(settings.only());
        List<String> known = Disturbances.all().stream().map(Disturbance::name).toList();
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("campaign.only names " + unknown + "; there are: " + known);
        }
    }

    /** What goes wrong with doing one must not keep the others, nor the table, from being done. */
    private void attempt(Disturbance disturbance, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            e.printStackTrace();
            problems.add(disturbance.name() + ": could not be done to its end: " + e);
        }
    }

    private void run(Scene scene, Disturbance disturbance) {
        List<Score> own = scene.grounds().stream()
                .map(ground -> new Score(disturbance, ground))
                .toList();
        int rounds = settings.rounds(disturbance);
        if (Instant.now().isAfter(end)) {
            undone.add(disturbance.name() + ": not begun, the time was over");
            return;
        }
        scores.addAll(own);
        attempt(disturbance, () -> {
            disturbance.prepare(scene);
            play(scene, disturbance, rounds, own);
        });
        attempt(disturbance, () -> disturbance.tidyUp(scene));
        own.stream().flatMap(score -> score.problems().stream()).distinct().forEach(problem -> {
            problems.add(disturbance.name() + ": " + problem);
            progress.step("%s", problem);
        });
        if (!settings.isShort() && own.stream().allMatch(score -> score.runs() == 0)) {
            problems.add(disturbance.name() + ": has hit nobody, so it has shown nothing");
        }
    }

    private void play(Scene scene, Disturbance disturbance, int rounds, List<Score> own) {
        for (int number = 0; number < rounds; number++) {
            if (Instant.now().isAfter(end)) {
                undone.add("%s: %d of %d rounds done, then the %d minutes were over"
                        .formatted(
                                disturbance.name(),
                                number,
                                rounds,
                                settings.limit().toMinutes()));
                break;
            }
            Round.Result result = new Round(scene, disturbance, number, settings).play();
            own.forEach(score -> score.add(result));
            progress.step(
                    "%s, round %d of %d: %d runs hit, %d problems",
                    disturbance.name(),
                    number + 1,
                    rounds,
                    result.runs().stream().filter(RunResult::isHit).count(),
                    result.problems().size()
                            + result.runs().stream()
                                    .filter(each -> !each.isSound())
                                    .count());
        }
    }

    private void publish(Duration took) throws IOException {
        String text = ScoreTable.of(settings, scores, undone, problems, took);
        System.out.printf("%n%s%n", text);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, text);
    }
}
