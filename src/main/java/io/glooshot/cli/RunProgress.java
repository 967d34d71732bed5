package io.glooshot.cli;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.Numbers;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells how an experiment goes: a line for each change, and how it stands in between. On a terminal that stands in one line
 * which is written over; elsewhere there is a line every now and then.
 */
class RunProgress {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Duration SELDOM = Duration.ofSeconds(15);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final Clock clock;
    private final boolean isTerminal;
    private final int width;
    private final Map<String, String> told = new HashMap<>();
    private Instant lastStanding = Instant.MIN;
    private boolean isStanding;

    /** @param width of the terminal, in columns; 0 where there is none */
    RunProgress(PrintWriter out, Clock clock, int width) {
        this.out = out;
        this.clock = clock;
        this.isTerminal = width > 0;
        this.width = width;
    }

    /** A line of its own. What comes from the cluster cannot do anything to the terminal. */
    void line(String text) {
        erase();
        out.println(TIME.format(clock.instant()) + "  " + FailureReport.oneLine(text));
        out.flush();
    }

    /** The same, unless it was the last thing told of this topic. */
    void once(String topic, String text) {
        if (!text.equals(told.put(topic, text))) {
            line(text);
        }
    }

    /** No longer true; to be told again when it is. */
    boolean over(String topic) {
        return told.remove(topic) != null;
    }

    /** Whatever is new about the experiment, and how it stands. */
    void seen(Experiment experiment) {
        ExperimentStatus status = experiment.getStatus();
        String name = experiment.getMetadata().getName();
        if (status == null || status.state() == null) {
            standing(name + " waits for a controller");
            return;
        }
        once("state", name + " is " + status.state() + why(status));
        status.warnings().forEach(warning -> once("warning " + warning, name + ": " + warning));
        if (status.state() == State.Started && isInjected(status)) {
            once("injected", "%s: the faults are on%s".formatted(name, holders(status)));
        }
        if (!status.state().isFinal()) {
            standing(standing(experiment, status));
        }
    }

    /** What stands on the terminal for a moment is wiped off. */
    void erase() {
        if (isStanding) {
            out.print(ERASE_LINE);
            out.flush();
            isStanding = false;
        }
    }

    void standing(String text) {
        String line = FailureReport.oneLine(text);
        if (isTerminal) {
            out.print(ERASE_LINE + (line.length() < width ? line : line.substring(0, width - 1)));
            out.flush();
            isStanding = true;
        } else if (Duration.between(lastStanding, clock.instant()).compareTo(SELDOM) >= 0) {
            lastStanding = clock.instant();
            line(line);
        }
    }

    private String standing(Experiment experiment, ExperimentStatus status) {
        String readings = ConditionView.of(experiment).stream()
                .map(ConditionView::toString)
                .collect(Collectors.joining(", "));
        return "%s: %s%s"
                .formatted(
                        experiment.getMetadata().getName(),
                        remaining(status),
                        readings.isEmpty() ? "" : "; " + readings);
    }

    private String remaining(ExperimentStatus status) {
        if (status.deadline() == null || status.state() != State.Started) {
            return status.state().toString();
        }
        Duration left = Duration.between(clock.instant(), Instant.parse(status.deadline()));
        return Numbers.text(Duration.ofSeconds(Math.max(0, left.toSeconds()))) + " left";
    }

    private static String why(ExperimentStatus status) {
        if (status.reason() == null && status.message() == null) {
            return "";
        }
        List<String> parts = Stream.of(status.reason(), status.message())
                .filter(Objects::nonNull)
                .toList();
        return " (" + String.join(": ", parts) + ")";
    }

    private static boolean isInjected(ExperimentStatus status) {
        return status.conditions().stream()
                .anyMatch(condition -> condition.getType().equals("Injected")
                        && condition.getStatus().equals("True"));
    }

    private static String holders(ExperimentStatus status) {
        return status.heldBy().isEmpty() ? "" : ", held by " + String.join(", ", status.heldBy());
    }
}
