package io.glooshot.experiment;

import java.time.Duration;
import java.util.Optional;

/**
 * How one check goes on after the faults came off. Immutable.
 *
 * @param needed so many healthy readings in a row make it healthy
 * @param streak so many it has had up to now
 * @param streakBegan when the first of them was asked for; null while there is none
 * @param lastBreach the newest reading that met the condition; null while there is none
 */
public record Course(
        Check check, int needed, int streak, Moment streakBegan, Measurement lastBreach, Thinned readings) {

    /** One good reading can be luck, and of a system that swings. */
    static final int NEEDED = 3;

    /** As many as fit, where a check is read so seldom that three would take longer than there is time. */
    static Course of(Check check, Duration timeout, int capacity) {
        long fitting = timeout.dividedBy(check.interval());
        int needed = (int) Math.max(1, Math.min(NEEDED, fitting));
        return new Course(check, needed, 0, null, null, Thinned.to(capacity));
    }

    Course with(Measurement next) {
        boolean isHealthy = next.isGood() && !next.isBreach();
        return new Course(
                check,
                needed,
                isHealthy ? streak + 1 : 0,
                isHealthy ? (streak == 0 ? next.at() : streakBegan) : null,
                next.isBreach() ? next : lastBreach,
                readings.with(next));
    }

    boolean isHealthy() {
        return streak >= needed;
    }

    /** When it began to be healthy; empty while it is not. */
    public Optional<Moment> healthySince() {
        return isHealthy() ? Optional.of(streakBegan) : Optional.empty();
    }

    /** Whether the condition was met lately, and too few healthy readings came since. */
    boolean isIll(Moment now, Duration lately) {
        return !isHealthy() && lastBreach != null && now.since(lastBreach.at()).compareTo(lately) <= 0;
    }

    String illness() {
        return "failure condition %s is met (%s)".formatted(check.name(), lastBreach.comparison());
    }

    String trouble() {
        return Optional.ofNullable(readings.notable().last())
                .filter(last -> !last.isGood())
                .map(last -> "The last answer: " + last.reading().trouble())
                .orElse("Too few answers came.");
    }
}
