package io.glooshot.cli;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.cli.WatchedExperiments.Watched;
import io.glooshot.run.HitCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The picture that {@code watch} shows, for a terminal of any size. The same state gives the same picture. What comes from
 * the cluster is text and nothing else.
 *
 * @param hasColors whether it may be coloured
 * @param isPlain whether the terminal knows no bars
 */
record WatchScreen(int width, int height, boolean hasColors, boolean isPlain) {

    private static final int NAME_WIDTH = 28;
    private static final int STATE_WIDTH = 11;
    private static final int LEFT_WIDTH = 9;
    private static final int CONDITION_WIDTH = 24;
    private static final int VALUE_WIDTH = 12;
    private static final int LIMIT_WIDTH = 12;
    private static final double PERCENT = 100;

    /**
     * What is to be seen.
     *
     * @param place which experiments these are
     * @param trouble why they are not up to date; empty when they are
     * @param selected which of them the user looks at
     */
    record Scene(String place, List<Watched> experiments, String trouble, int selected, Instant now) {}

    /** One line for each row of the terminal, none longer than its width. */
    List<AttributedString> lines(Scene scene) {
        List<AttributedString> body = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int i = 0; i < scene.experiments().size(); i++) {
            boolean isSelected = i == scene.selected();
            from = isSelected ? body.size() : from;
            body.addAll(experiment(scene.experiments().get(i), isSelected, scene.now()));
            to = isSelected ? body.size() : to;
        }
        if (body.isEmpty()) {
            body.add(new AttributedString("  There is no experiment " + scene.place() + "."));
        }
        int room = Math.max(0, height - 4);
        int first = Math.max(0, Math.min(Math.max(to - room, 0), from));
        List<AttributedString> all = new ArrayList<>();
        all.add(title(scene));
        all.add(heading());
        all.addAll(body.subList(first, Math.min(body.size(), first + room)));
        while (all.size() < height - 1) {
            all.add(AttributedString.EMPTY);
        }
        all.add(footer(scene));
        return all.stream()
                .limit(height)
                .map(line -> line.columnSubSequence(0, width))
                .toList();
    }

    private AttributedString title(Scene scene) {
        String left = "Gloo Shot: %s %s"
                .formatted(
                        scene.experiments().size() == 1
                                ? "1 experiment"
                                : scene.experiments().size() + " experiments",
                        scene.place());
        String right = scene.now().truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19) + " UTC";
        // The time tells whether it still lives, so it is there however narrow the terminal is.
        int room = Math.max(0, width - right.length() - 1);
        String fitting = left.length() > room ? left.substring(0, room) : left;
        return styled(padded(fitting, room + 1) + right, bold());
    }

    private AttributedString heading() {
        return styled(
                "  " + padded("NAME", NAME_WIDTH) + padded("STATE", STATE_WIDTH) + padded("LEFT", LEFT_WIDTH)
                        + "FAULTED",
                AttributedStyle.DEFAULT.faint());
    }

    private AttributedString footer(Scene scene) {
        if (!scene.trouble().isEmpty()) {
            return styled(clean(scene.trouble()), color(AttributedStyle.YELLOW));
        }
        return styled("q quit   up/down select", AttributedStyle.DEFAULT.faint());
    }

    private List<AttributedString> experiment(Watched watched, boolean isSelected, Instant now) {
        List<AttributedString> lines = new ArrayList<>();
        lines.add(new AttributedStringBuilder()
                .append(isSelected ? "> " : "  ")
                .styled(bold(), padded(clean(watched.name()), NAME_WIDTH))
                .styled(style(watched.state()), padded(watched.state().toString(), STATE_WIDTH))
                .append(padded(left(watched, now), LEFT_WIDTH))
                .append(faulted(watched))
                .toAttributedString());
        if (isSelected) {
            details(watched).forEach(text -> lines.add(new AttributedString("    " + clean(text))));
        }
        if (isSelected || !watched.state().isFinal()) {
            ConditionView.of(watched.experiment()).forEach(condition -> lines.add(condition(condition, watched)));
        }
        return lines;
    }

    private List<String> details(Watched watched) {
        ExperimentStatus status = watched.experiment().getStatus();
        List<String> details = new ArrayList<>();
        details.add("namespace " + watched.namespace()
                + (status == null || status.mesh() == null ? "" : ", mesh " + status.mesh()));
        if (status != null && status.message() != null) {
            details.add(status.reason() == null ? status.message() : status.reason() + ": " + status.message());
        }
        if (status != null && status.recovery() != null) {
            details.add("recovery " + status.recovery().outcome());
        }
        return details;
    }

    private AttributedString condition(ConditionView condition, Watched watched) {
        List<Double> history = watched.histories().getOrDefault(condition.name(), List.of());
        int room = width - 4 - CONDITION_WIDTH - VALUE_WIDTH - LIMIT_WIDTH - 1;
        String name = clean(condition.name()) + (condition.isDryRun() ? " (dry run)" : "");
        AttributedStyle style = condition.isMet() ? color(AttributedStyle.RED) : color(AttributedStyle.GREEN);
        return new AttributedStringBuilder()
                .append("    ")
                .append(padded(name, CONDITION_WIDTH))
                .styled(style, padded(clean(condition.shown()), VALUE_WIDTH))
                .append(padded(condition.limit(), LIMIT_WIDTH))
                .styled(style, Sparkline.of(history, condition.threshold().value(), room, isPlain))
                .toAttributedString();
    }

    private static String left(Watched watched, Instant now) {
        ExperimentStatus status = watched.experiment().getStatus();
        if (watched.state() != State.Started || status.deadline() == null) {
            return "-";
        }
        long seconds = Math.max(
                0, Duration.between(now, Instant.parse(status.deadline())).toSeconds());
        return seconds < 3600
                ? "%dm%02ds".formatted(seconds / 60, seconds % 60)
                : "%dh%02dm".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    /** What is asked for, and what the mesh's metrics show of it where they can be asked. */
    private static String faulted(Watched watched) {
        if (watched.experiment().getSpec().faults().isEmpty()) {
            return "control run";
        }
        String asked = watched.experiment().getSpec().faults().stream()
                .map(FaultRule::fault)
                .map(fault -> ConditionView.rounded(percent(fault)) + "%")
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        Optional<String> measured =
                watched.share().map(share -> String.format(Locale.ROOT, "%.1f%% of calls; ", share * PERCENT));
        return measured.orElse("") + "asked for " + asked;
    }

    private static double percent(Fault fault) {
        double abort = fault.abort() == null ? 0 : fault.abortPercent();
        double delay = fault.delay() == null ? 0 : fault.delayPercent();
        return PERCENT * HitCaller.share(abort, delay);
    }

    private AttributedStyle style(State state) {
        return switch (state) {
            case Started -> color(AttributedStyle.CYAN);
            case Stopping -> color(AttributedStyle.YELLOW);
            case Succeeded -> color(AttributedStyle.GREEN);
            case Failed, Aborted -> color(AttributedStyle.RED);
            case Pending -> AttributedStyle.DEFAULT;
        };
    }

    private AttributedStyle color(int color) {
        return hasColors ? AttributedStyle.DEFAULT.foreground(color) : AttributedStyle.DEFAULT;
    }

    private static AttributedStyle bold() {
        return AttributedStyle.DEFAULT.bold();
    }

    private static AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(text, style);
    }

    private static String clean(String text) {
        return FailureReport.oneLine(text);
    }

    /** Exactly so many columns, with a blank at the end at least. */
    private static String padded(String text, int columns) {
        AttributedString cut = new AttributedString(text).columnSubSequence(0, columns - 1);
        return cut + " ".repeat(columns - cut.columnLength());
    }
}
