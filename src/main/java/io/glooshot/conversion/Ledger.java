package io.glooshot.conversion;

import io.glooshot.conversion.Note.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps account of an input: each value of it is either carried over or told of. What is neither when an object has been converted is
 * found by {@link #sweep} and told as lost, so that nothing can be forgotten.
 */
final class Ledger {

    private static final int LONGEST_VALUE = 1000;

    private final String source;
    private final List<Note> notes = new ArrayList<>();

    private String object = "";
    private Value root;

    Ledger(String source) {
        this.source = source;
    }

    /** All that follows is of this object. */
    void begin(String named, Value object) {
        this.object = named;
        this.root = object;
    }

    /** All that follows is of the text as a whole. */
    void begin() {
        begin("", null);
    }

    /** It has been carried over in another form; what is below it is accounted for apart. */
    void info(Value at, String outcome) {
        at.account();
        note(Severity.INFO, at, outcome);
    }

    /** It has been carried over and does something else now; what is below it is accounted for apart. */
    void warn(Value at, String outcome) {
        at.account();
        note(Severity.WARNING, at, outcome);
    }

    /** It is not carried over, with all below it, and nobody misses it. */
    void leaveOut(Value at, String outcome) {
        at.accountForAll();
        note(Severity.INFO, at, outcome);
    }

    /** It is not carried over, with all below it. */
    void lose(Value at, String outcome) {
        at.accountForAll();
        note(Severity.LOST, at, outcome);
    }

    /** It could not be made sense of, with all below it. */
    void fail(Value at, String outcome) {
        at.accountForAll();
        note(Severity.ERROR, at, outcome);
    }

    void fail(UnreadableException unreadable) {
        notes.add(new Note(Severity.ERROR, source, unreadable.line(), object, "", "", unreadable.getMessage()));
    }

    private void note(Severity severity, Value at, String outcome) {
        String value = at == root || at.isNull() ? "" : at.toString();
        String kept = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
        notes.add(new Note(severity, source, at.line(), object, at.path(), kept, outcome));
    }

    /** Tells of all that nobody has accounted for, each time at the topmost place that covers nothing else. */
    void sweep(Value value) {
        if (!value.isPartlyAccounted()) {
            lose(value, "is no field that 0.0.x knew, and it read no object with an unknown one.");
            return;
        }
        value.fields().values().forEach(this::sweep);
        value.items().forEach(this::sweep);
    }

    int size() {
        return notes.size();
    }

    /** Whether something at this path or below has been lost since there were so many notes. */
    boolean hasLost(String path, int since) {
        return notes.subList(since, notes.size()).stream()
                .anyMatch(note -> note.severity().isLoss() && isWithin(note.path(), path));
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }

    List<Note> notes() {
        return notes;
    }
}
