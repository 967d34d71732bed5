package io.glooshot.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The readings of one check, in a bounded number of points. The first, the last, the smallest, the largest and the
 * breach are always among them; the rest are spread evenly, every second one given up whenever there are too many.
 * Immutable, and cheap to add to: a reading costs a constant on average, whatever the length of the run.
 */
public final class Thinned {

    private static final int NOTABLE = 5;

    private final int capacity;
    private final Tally tally;
    private final Notable notable;
    private final Kept kept;
    /** Of how many readings one is kept; a power of two. */
    private final long stride;

    private Thinned(int capacity, Tally tally, Notable notable, Kept kept, long stride) {
        this.capacity = capacity;
        this.tally = tally;
        this.notable = notable;
        this.kept = kept;
        this.stride = stride;
    }

    /** @param capacity the largest number of points, at least 7 */
    static Thinned to(int capacity) {
        if (capacity < NOTABLE + 2) {
            throw new IllegalArgumentException("room for " + capacity + " points is not enough");
        }
        return new Thinned(capacity, Tally.NONE, Notable.NONE, null, 1);
    }

    /** For a few readings. */
    static Thinned toLeast() {
        return to(NOTABLE + 2);
    }

    Thinned with(Measurement next) {
        Tally counted = tally.plus(next.reading());
        Notable noted = notable.with(next);
        if (tally.total() % stride != 0) {
            return new Thinned(capacity, counted, noted, kept, stride);
        }
        Kept grown = new Kept(next, kept);
        return grown.size <= capacity - NOTABLE
                ? new Thinned(capacity, counted, noted, grown, stride)
                : new Thinned(capacity, counted, noted, grown.everySecond(), stride * 2);
    }

    Notable notable() {
        return notable;
    }

    public Tally tally() {
        return tally;
    }

    /** The smallest value read. */
    public OptionalDouble min() {
        return value(notable.min());
    }

    /** The largest value read. */
    public OptionalDouble max() {
        return value(notable.max());
    }

    /** The points in order of time. */
    public List<Measurement> points() {
        return Stream.concat(
                        Stream.iterate(kept, point -> point != null, Kept::older)
                                .map(Kept::measurement),
                        notable.all())
                .distinct()
                .sorted(Comparator.comparing(Measurement::at, Moment::compare))
                .toList();
    }

    private static OptionalDouble value(Measurement measurement) {
        return measurement == null ? OptionalDouble.empty() : OptionalDouble.of(Notable.value(measurement));
    }

    /** A list that grows at its newest end and shares its older part with what it grew from. */
    private record Kept(Measurement measurement, Kept older, int size) {

        Kept(Measurement measurement, Kept older) {
            this(measurement, older, older == null ? 1 : older.size + 1);
        }

        /** The oldest, the third oldest and so on: those that a stride twice as long would have kept. */
        Kept everySecond() {
            Measurement[] inOrder = new Measurement[size];
            for (Kept point = this; point != null; point = point.older) {
                inOrder[point.size - 1] = point.measurement;
            }
            Kept half = null;
            for (int i = 0; i < inOrder.length; i += 2) {
                half = new Kept(inOrder[i], half);
            }
            return half;
        }
    }
}
