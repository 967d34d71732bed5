package io.glooshot.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was read after the faults came off, and whether the system has healed: when every check has had so many healthy
 * readings in a row. Immutable.
 */
public final class Healing {

    /** Bounds that leave the larger part of a report to the time of the faults. */
    static final int POINTS = 600;

    static final int POINTS_PER_CHECK = 120;

    private static final int LEAST_POINTS = 8;

    private final Moment since;
    private final Duration timeout;
    private final Duration maxBlind;
    private final List<Course> courses;

    private Healing(Moment since, Duration timeout, Duration maxBlind, List<Course> courses) {
        this.since = since;
        this.timeout = timeout;
        this.maxBlind = maxBlind;
        this.courses = courses;
    }

    /** @param since when the faults were off */
    public static Healing of(Plan plan, Moment since) {
        int capacity = Math.max(
                LEAST_POINTS,
                Math.min(POINTS_PER_CHECK, POINTS / Math.max(1, plan.checks().size())));
        return new Healing(
                since,
                plan.recoveryTimeout(),
                plan.maxBlind(),
                plan.checks().stream()
                        .map(check -> Course.of(check, plan.recoveryTimeout(), capacity))
                        .toList());
    }

    /** One that was asked for while the faults could be on says nothing of the time after. */
    public Healing with(Measurement measurement) {
        if (since.isAfter(measurement.at())) {
            return this;
        }
        List<Course> next = new ArrayList<>();
        for (Course course : courses) {
            next.add(course.check().equals(measurement.check()) ? course.with(measurement.shortened()) : course);
        }
        return new Healing(since, timeout, maxBlind, next);
    }

    public Moment since() {
        return since;
    }

    /** In the order of the checks. */
    public List<Course> courses() {
        return courses;
    }

    /** When the system had healed; empty while it has not. */
    public Optional<Healed> healed() {
        if (!decisive().allMatch(Course::isHealthy)) {
            return Optional.empty();
        }
        return decisive()
                .map(course -> course.healthySince().orElseThrow())
                .max(Moment::compare)
                .map(Healed::new);
    }

    /** What is to be said when the time is up. */
    public Result atTimeout(Moment now) {
        Optional<Healed> healed = healed();
        if (healed.isPresent()) {
            return healed.get();
        }
        List<Course> ill =
                decisive().filter(course -> course.isIll(now, maxBlind)).toList();
        if (!ill.isEmpty()) {
            return new NotHealed("%s after the faults came off, the system has not healed: %s."
                    .formatted(
                            Numbers.text(timeout),
                            ill.stream().map(Course::illness).collect(Collectors.joining("; "))));
        }
        Course unread = decisive()
                .filter(course -> !course.isHealthy())
                .min(Comparator.comparing(course -> course.check().name()))
                .orElseThrow();
        return new Unknown(
                "Unreadable",
                "Failure condition %s could not be read often enough after the faults came off. %s"
                        .formatted(unread.check().name(), unread.trouble()));
    }

    /** A dry run decides nothing, here either. */
    private Stream<Course> decisive() {
        return courses.stream().filter(course -> !course.check().terms().dryRun());
    }

    /** What became of the system. */
    public sealed interface Result {}

    /** @param at when the first of the healthy readings of the last check to recover was asked for */
    public record Healed(Moment at) implements Result {}

    public record NotHealed(String message) implements Result {}

    /** @param reason in one CamelCase word */
    public record Unknown(String reason, String message) implements Result {}
}
