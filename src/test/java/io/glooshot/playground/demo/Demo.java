package io.glooshot.playground.demo;

import io.glooshot.playground.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Plays the tutorial on a local world of real parts. Exit code 0 says that every experiment ended as it had to. */
public final class Demo {
    private static final int ALL_AS_EXPECTED = 0;
    private static final int NOT_AS_EXPECTED = 1;

    private final Progress progress;
    private final boolean keep;

    private Demo(Progress progress, boolean keep) {
        this.progress = progress;
        this.keep = keep;
    }

    public static void main(String... arguments) {
        Progress progress = Progress.to(standardOut());
        String keep = System.getProperty("playground.keep", "false");
        Exit exit = Exit.watchedBy(progress);
        exit.with(new Demo(progress, !keep.equals("false")).run(exit));
    }

    /** Not {@code System.out}: its character set may have no sparklines, and Maven filters what goes through it. */
    private static PrintStream standardOut() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    private int run(Exit exit) {
        int code;
        try (Stage stage = Stage.build(progress, DemoMesh.chosen())) {
            code = perform(stage, exit);
            if (keep) {
                new OpenHouse(stage).stayOpen();
            }
            progress.step("Stopping everything");
        } catch (RuntimeException e) {
            return explain(e, exit);
        }
        progress.step("Everything has stopped");
        return code;
    }

    private int perform(Stage stage, Exit exit) {
        try {
            List<Ending> endings = play(stage);
            progress.print(Summary.of(endings));
            List<String> surprises = endings.stream()
                    .flatMap(ending -> ending.surprises().stream())
                    .toList();
            return explain(surprises, stage);
        } catch (RuntimeException e) {
            int code = explain(e, exit);
            if (!exit.isUnderWay()) {
                progress.print("  " + stage.evidence().keep());
            }
            return code;
        }
    }

    private List<Ending> play(Stage stage) {
        List<Ending> endings = new ArrayList<>();
        for (Scenario scenario : Scenario.TUTORIAL) {
            progress.print("");
            progress.step("%d. %s", endings.size() + 1, scenario.question());
            Ending ending = new Act(stage, scenario).play();
            progress.print(ReportText.of(ending));
            endings.add(ending);
        }
        return endings;
    }

    private int explain(List<String> surprises, Stage stage) {
        if (surprises.isEmpty()) {
            progress.step("All %d experiments ended as expected", Scenario.TUTORIAL.size());
            return ALL_AS_EXPECTED;
        }
        progress.step("Not as expected:");
        surprises.forEach(surprise -> progress.print("  - " + surprise));
        progress.print("  " + stage.evidence().keep());
        return NOT_AS_EXPECTED;
    }

    /** Whatever fails while everything is being taken down is no news. */
    private int explain(RuntimeException failure, Exit exit) {
        if (!exit.isUnderWay()) {
            progress.step("The playground failed: %s", Causes.of(failure));
        }
        return NOT_AS_EXPECTED;
    }
}
