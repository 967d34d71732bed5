package io.glooshot.conversion;

/** A text, or one document of it, that cannot be read. The message says why in a sentence. */
public final class UnreadableException extends RuntimeException {

    private final int line;

    /** @param line from 1; 0 when it is not known */
    UnreadableException(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    /** From 1; 0 when it is not known. */
    public int line() {
        return line;
    }
}
