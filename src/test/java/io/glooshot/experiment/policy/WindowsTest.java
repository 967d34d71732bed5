package io.glooshot.experiment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When windows are open. 2026-07-01 is a Wednesday; clocks in Berlin change on 2026-03-29 and 2026-10-25. */
class WindowsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WEDNESDAY          | 09:00 | 17:00 | UTC           | 2026-07-01T08:59:59Z | false
            WEDNESDAY          | 09:00 | 17:00 | UTC           | 2026-07-01T09:00:00Z | true
            WEDNESDAY          | 09:00 | 17:00 | UTC           | 2026-07-01T16:59:59Z | true
            WEDNESDAY          | 09:00 | 17:00 | UTC           | 2026-07-01T17:00:00Z | false
            TUESDAY            | 09:00 | 17:00 | UTC           | 2026-07-01T12:00:00Z | false
            WEDNESDAY          | 09:00 | 17:00 | Europe/Berlin | 2026-07-01T06:59:59Z | false
            WEDNESDAY          | 09:00 | 17:00 | Europe/Berlin | 2026-07-01T07:00:00Z | true
            WEDNESDAY          | 09:00 | 17:00 | Europe/Berlin | 2026-07-01T15:00:00Z | false
            WEDNESDAY          | 09:00 | 17:00 | Europe/Berlin | 2026-01-07T07:30:00Z | false
            WEDNESDAY          | 09:00 | 17:00 | Europe/Berlin | 2026-01-07T08:00:00Z | true
            WEDNESDAY          | 22:00 | 04:00 | UTC           | 2026-07-01T21:59:59Z | false
            WEDNESDAY          | 22:00 | 04:00 | UTC           | 2026-07-01T22:00:00Z | true
            WEDNESDAY          | 22:00 | 04:00 | UTC           | 2026-07-02T03:59:59Z | true
            WEDNESDAY          | 22:00 | 04:00 | UTC           | 2026-07-02T04:00:00Z | false
            WEDNESDAY          | 22:00 | 04:00 | UTC           | 2026-07-01T03:00:00Z | false
            WEDNESDAY          | 00:00 | 00:00 | UTC           | 2026-07-01T00:00:00Z | true
            WEDNESDAY          | 00:00 | 00:00 | UTC           | 2026-07-01T23:59:59Z | true
            WEDNESDAY          | 00:00 | 00:00 | UTC           | 2026-07-02T00:00:00Z | false
            WEDNESDAY          | 00:00 | 00:00 | Asia/Tokyo    | 2026-06-30T15:00:00Z | true
            WEDNESDAY          | 00:00 | 00:00 | Asia/Tokyo    | 2026-07-01T15:00:00Z | false
            SUNDAY             | 22:00 | 02:00 | UTC           | 2026-07-06T01:00:00Z | true
            MONDAY WEDNESDAY   | 09:00 | 17:00 | UTC           | 2026-07-01T12:00:00Z | true
            """)
    void isOpenByTheClocksOfItsZone(String days, String from, String to, String zone, Instant now, boolean open) {
        assertThat(isOpen(new Windows(List.of(window(days, from, to, zone))), now))
                .isEqualTo(open);
    }

    /** At 01:00Z clocks go from 02:00 to 03:00 in spring, and from 03:00 back to 02:00 in autumn. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            01:00 | 02:30 | 2026-03-29T01:29:59Z | true
            01:00 | 02:30 | 2026-03-29T01:30:00Z | false
            02:15 | 02:45 | 2026-03-29T01:14:59Z | false
            02:15 | 02:45 | 2026-03-29T01:15:00Z | true
            02:15 | 02:45 | 2026-03-29T01:45:00Z | false
            00:00 | 00:00 | 2026-03-28T22:59:59Z | false
            00:00 | 00:00 | 2026-03-28T23:00:00Z | true
            00:00 | 00:00 | 2026-03-29T21:59:59Z | true
            00:00 | 00:00 | 2026-03-29T22:00:00Z | false
            02:15 | 02:45 | 2026-10-25T00:15:00Z | true
            02:15 | 02:45 | 2026-10-25T00:45:00Z | false
            02:15 | 02:45 | 2026-10-25T01:30:00Z | false
            01:00 | 03:30 | 2026-10-25T02:29:59Z | true
            01:00 | 03:30 | 2026-10-25T02:30:00Z | false
            00:00 | 00:00 | 2026-10-25T22:59:59Z | true
            00:00 | 00:00 | 2026-10-25T23:00:00Z | false
            """)
    void knowsWhatChangedClocksMean(String from, String to, Instant now, boolean open) {
        assertThat(isOpen(new Windows(List.of(window("SUNDAY", from, to, "Europe/Berlin"))), now))
                .isEqualTo(open);
    }

    @Test
    void refusesWhatWouldNotBeOverInTimeAndSaysWhenToComeBack() {
        var windows = new Windows(List.of(window("WEDNESDAY", "09:00", "17:00", "UTC")));

        assertThat(starting(windows, "2026-07-01T16:50:00Z", Duration.ofMinutes(10)))
                .isEmpty();
        assertThat(starting(windows, "2026-07-01T16:50:01Z", Duration.ofMinutes(10)))
                .contains(
                        "spec.duration reaches to 2026-07-01T17:00:01Z, and the window closes at 2026-07-01T17:00:00Z;"
                                + " the next one opens at 2026-07-08T09:00:00Z");
        assertThat(starting(windows, "2026-07-01T08:00:00Z", Duration.ofMinutes(10)))
                .contains(
                        "it is 2026-07-01T08:00:00Z, and no window is open; the next one opens at 2026-07-01T09:00:00Z");
        assertThat(starting(new Windows(List.of()), "2026-07-01T08:00:00Z", Duration.ofMinutes(10)))
                .contains("it is 2026-07-01T08:00:00Z, and no window is open");
    }

    @Test
    void letsWhatRunsGoOnUntilTheWindowCloses() {
        var windows = new Windows(List.of(window("WEDNESDAY", "09:00", "17:00", "UTC")));
        Subject hour = Subjects.lasting(Duration.ofHours(1));

        assertThat(windows.brokenBy(running(hour, "2026-07-01T16:59:59Z"))).isEmpty();
        assertThat(windows.brokenBy(running(hour, "2026-07-01T17:00:00Z"))).isPresent();
    }

    @Test
    void windowsThatMeetOrOverlapAreAsOne() {
        var meeting = new Windows(List.of(
                window("WEDNESDAY", "22:00", "00:00", "UTC"),
                window("THURSDAY", "00:00", "02:00", "UTC"),
                window("THURSDAY", "01:00", "03:00", "UTC")));
        var apart = new Windows(
                List.of(window("WEDNESDAY", "22:00", "23:59", "UTC"), window("THURSDAY", "00:00", "02:00", "UTC")));

        assertThat(starting(meeting, "2026-07-01T23:00:00Z", Duration.ofHours(4)))
                .isEmpty();
        assertThat(starting(meeting, "2026-07-01T23:00:00Z", Duration.ofMinutes(241)))
                .isPresent();
        assertThat(starting(apart, "2026-07-01T23:00:00Z", Duration.ofHours(2))).isPresent();
    }

    @Property(tries = 300)
    void aWindowOfEveryDayIsOpenJustWhenTheClockIsBetween(
            @ForAll @IntRange(min = 0, max = 1439) int from,
            @ForAll @IntRange(min = 0, max = 1439) int to,
            @ForAll @IntRange(min = 0, max = 10_000) int minute) {
        Instant now = Subjects.NOON.plus(Duration.ofMinutes(minute));
        int clock = now.atZone(ZoneId.of("UTC")).toLocalTime().toSecondOfDay() / 60;
        boolean between = from < to ? from <= clock && clock < to : clock >= from || clock < to;
        var window = new Window(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.ofSecondOfDay(from * 60L),
                LocalTime.ofSecondOfDay(to * 60L),
                ZoneId.of("UTC"));

        assertThat(isOpen(new Windows(List.of(window)), now)).isEqualTo(between);
        Instant next = window.nextOpening(now).orElseThrow();
        assertThat(next).isAfter(now);
        assertThat(isOpen(new Windows(List.of(window)), next)).isTrue();
    }

    private static boolean isOpen(Windows windows, Instant now) {
        return windows.brokenBy(running(Subjects.of(), now.toString())).isEmpty();
    }

    private static Case running(Subject subject, String now) {
        return Case.running(subject, Subjects.AROUND, Instant.parse(now));
    }

    private static Optional<String> starting(Windows windows, String now, Duration duration) {
        return windows.brokenBy(Case.starting(Subjects.lasting(duration), Subjects.AROUND, Instant.parse(now)));
    }

    private static Window window(String days, String from, String to, String zone) {
        Set<DayOfWeek> on =
                Arrays.stream(days.split(" ")).map(DayOfWeek::valueOf).collect(Collectors.toSet());
        return new Window(on, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }
}
