package io.glooshot.experiment.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A time of the day on some days of the week. A time that the clocks skip when summer begins counts as if they had not, and
 * of one that comes twice when it ends the first counts.
 *
 * @param to of the next day when it is not after {@code from}
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    /** One time that the window is open; {@code to} is outside. */
    record Opening(Instant from, Instant to) {
        boolean contains(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    private static final int DAYS_AHEAD = 8;

    public Window {
        days = Set.copyOf(days);
    }

    /** When it closes, if it is open. */
    Optional<Instant> closing(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        // Clocks that are set can carry an opening over midnight, either way.
        return Stream.of(today.minusDays(2), today.minusDays(1), today, today.plusDays(1))
                .flatMap(day -> opening(day).stream())
                .filter(opening -> opening.contains(now))
                .map(Opening::to)
                .max(Instant::compareTo);
    }

    /** When it opens next; empty when it never does. */
    Optional<Instant> nextOpening(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return Stream.iterate(today.minusDays(1), day -> day.plusDays(1))
                .limit(DAYS_AHEAD + 2)
                .flatMap(day -> opening(day).stream())
                .map(Opening::from)
                .filter(from -> from.isAfter(now))
                .min(Instant::compareTo);
    }

    private Optional<Opening> opening(LocalDate day) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
        return Optional.of(new Opening(
                day.atTime(from).atZone(zone).toInstant(),
                last.atTime(to).atZone(zone).toInstant()));
    }
}
