package io.glooshot.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * Readings in a row that meet a condition; with enough of them the condition is met, and stays so. Only good readings
 * count: those without a value neither go on with a row nor break it. Immutable.
 */
final class Streak {

    /** The last reading before the deadline can overtake some that were asked for before it, and the row must not suffer. */
    private static final int OVERTAKEN = 4;

    private final Terms terms;
    private final Moment from;
    /** In order of time. */
    private final List<Measurement> recent;

    private final Measurement met;

    private Streak(Terms terms, Moment from, List<Measurement> recent, Measurement met) {
        this.terms = terms;
        this.from = from;
        this.recent = recent;
        this.met = met;
    }

    static Streak of(Terms terms) {
        return new Streak(terms, null, List.of(), null);
    }

    /** From here on the initial delay runs; without one, readings count from the first. */
    Streak startedAt(Moment start) {
        return new Streak(terms, start.plus(terms.initialDelay()), recent, met);
    }

    Streak with(Measurement next) {
        if (!next.isGood() || isEarly(next)) {
            return this;
        }
        List<Measurement> row = inserted(next);
        Measurement last = endOfRow(row);
        boolean isEarlier = last != null && (met == null || met.at().isAfter(last.at()));
        int room = terms.failureLimit() == 1 ? 0 : terms.failureLimit() + OVERTAKEN;
        List<Measurement> kept = row.size() <= room ? row : row.subList(row.size() - room, row.size());
        return new Streak(terms, from, List.copyOf(kept), isEarlier ? last : met);
    }

    /** The earliest reading by which there were enough in a row; null while there is none. */
    Measurement met() {
        return met;
    }

    private boolean isEarly(Measurement next) {
        return !terms.initialDelay().isZero() && (from == null || from.isAfter(next.at()));
    }

    private List<Measurement> inserted(Measurement next) {
        List<Measurement> row = new ArrayList<>(recent);
        int at = row.size();
        while (at > 0 && row.get(at - 1).at().isAfter(next.at())) {
            at--;
        }
        row.add(at, next);
        return row;
    }

    private Measurement endOfRow(List<Measurement> row) {
        int length = 0;
        for (Measurement measurement : row) {
            length = measurement.isBreach() ? length + 1 : 0;
            if (length == terms.failureLimit()) {
                return measurement;
            }
        }
        return null;
    }
}
