package io.glooshot.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that was read in one run, and all judging of it. Durations are measured on the monotonic clock only, so no change
 * of the wall clock can hide or feign blindness. Immutable.
 */
public final class History {

    /** Bounds that keep a report far below what etcd takes, however long the run. */
    static final int POINTS = 1_500;

    static final int POINTS_PER_CHECK = 240;

    private static final int LEAST_POINTS = 8;

    private final Duration maxBlind;
    private final Map<Check, Integer> positions;
    private final List<Track> tracks;

    private History(Duration maxBlind, Map<Check, Integer> positions, List<Track> tracks) {
        this.maxBlind = maxBlind;
        this.positions = positions;
        this.tracks = tracks;
    }

    /**
     * A run about to be watched.
     *
     * @param maxBlind for how long a check may be without a good reading
     * @param lastGood the moment of the last good reading of each check: that of the pre-read, or, when the run is
     *     resumed, that of an earlier process
     */
    public static History of(List<Check> checks, Duration maxBlind, Function<Check, Moment> lastGood) {
        int capacity = Math.max(LEAST_POINTS, Math.min(POINTS_PER_CHECK, POINTS / Math.max(1, checks.size())));
        Map<Check, Integer> positions = new HashMap<>();
        List<Track> tracks = new ArrayList<>();
        for (Check check : checks) {
            positions.put(check, tracks.size());
            tracks.add(Track.of(check, lastGood.apply(check), capacity));
        }
        return new History(maxBlind, positions, tracks);
    }

    /** A run about to be watched after a pre-read that {@link #preRead} has nothing against; its readings are kept. */
    public static History after(List<Measurement> preRead, Duration maxBlind) {
        Map<Check, Moment> lastGood = new HashMap<>();
        preRead.forEach(measurement -> lastGood.put(measurement.check(), measurement.at()));
        List<Check> checks = preRead.stream().map(Measurement::check).toList();
        History history = of(checks, maxBlind, lastGood::get);
        List<Track> tracks = new ArrayList<>();
        for (Measurement measurement : preRead) {
            tracks.add(history.tracks.get(tracks.size()).before(measurement.shortened()));
        }
        return new History(maxBlind, history.positions, tracks);
    }

    /** What speaks against starting at all: a condition that is met, or cannot be read, before anything was touched. */
    public static Optional<Verdict> preRead(List<Measurement> measurements) {
        return PreRead.verdict(measurements);
    }

    /** The same, from whose start on the initial delays of the checks run. */
    public History startedAt(Moment start) {
        return new History(
                maxBlind,
                positions,
                tracks.stream().map(track -> track.startedAt(start)).toList());
    }

    /** What the user should know of the dry runs before the start. */
    public List<String> warnings() {
        return DryRuns.warnings(tracks);
    }

    /** @throws IllegalArgumentException when the measurement is of no check of this run */
    public History with(Measurement measurement) {
        Integer position = positions.get(measurement.check());
        if (position == null) {
            throw new IllegalArgumentException(
                    "not a check of this run: " + measurement.check().name());
        }
        List<Track> next = new ArrayList<>(tracks);
        next.set(position, next.get(position).with(measurement.shortened()));
        return new History(maxBlind, positions, next);
    }

    public History with(List<Measurement> measurements) {
        History history = this;
        for (Measurement measurement : measurements) {
            history = history.with(measurement);
        }
        return history;
    }

    /** What ends the run now, if anything does: a condition that was met, or one unread for too long. */
    public Optional<Verdict> verdict(Moment now) {
        Optional<Verdict> breached = breached();
        return breached.isPresent() ? breached : blind(now);
    }

    /**
     * The verdict on a run whose time is up.
     *
     * @param since the moment from which on each check must have a good reading for the run to have passed
     */
    public Verdict closing(Moment since) {
        return breached()
                .or(() -> unreadSince(since))
                .or(this::breachingAtTheEnd)
                .orElseGet(Verdict.Passed::new);
    }

    /** What is known of each check, in the order of the checks. */
    public List<Track> tracks() {
        return Collections.unmodifiableList(tracks);
    }

    private Optional<Verdict> breached() {
        Measurement earliest = null;
        for (Track track : judged()) {
            Measurement breach = track.breach().orElse(null);
            if (breach != null && (earliest == null || earliest.at().isAfter(breach.at()))) {
                earliest = breach;
            }
        }
        return Optional.ofNullable(earliest).map(Verdict.Breached::new);
    }

    private Optional<Verdict> blind(Moment now) {
        Track blindest = null;
        for (Track track : judged()) {
            boolean blinder = blindest == null || blindest.lastGood().isAfter(track.lastGood());
            if (blinder && track.blindFor(now).compareTo(maxBlind) > 0) {
                blindest = track;
            }
        }
        return Optional.ofNullable(blindest).map(track -> blindness(track, now));
    }

    private Verdict blindness(Track track, Moment now) {
        return new Verdict.Aborted(
                "Blind",
                "Failure condition %s had no good reading for %s, longer than maxBlind (%s). %s"
                        .formatted(
                                track.check().name(),
                                Numbers.text(track.blindFor(now)),
                                Numbers.text(maxBlind),
                                track.trouble()));
    }

    private Optional<Verdict> unreadSince(Moment since) {
        return judged().stream()
                .filter(track -> !track.isGoodSince(since))
                .findFirst()
                .map(track -> new Verdict.Aborted(
                        "NotReadAtDeadline",
                        "Failure condition %s had no good reading at the deadline. %s"
                                .formatted(track.check().name(), track.trouble())));
    }

    /** A run must not pass while a condition says that it hurts, even if not for long enough to have been met. */
    private Optional<Verdict> breachingAtTheEnd() {
        return judged().stream()
                .flatMap(track -> track.lastBreaching().stream())
                .findFirst()
                .map(measurement -> new Verdict.Aborted(
                        "UndecidedAtDeadline",
                        "At the deadline failure condition %s was breached (%s), but not yet as often, or as late, as its failureLimit and initialDelay ask for."
                                .formatted(measurement.check().name(), measurement.comparison())));
    }

    /** Those that can end the run. */
    private List<Track> judged() {
        return tracks.stream().filter(track -> !track.check().terms().dryRun()).toList();
    }
}
