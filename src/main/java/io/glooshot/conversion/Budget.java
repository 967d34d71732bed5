package io.glooshot.conversion;

/** What one text may take to read, so that no text can take all memory or time. */
final class Budget {

    static final int MOST_CHARACTERS = 4 * 1024 * 1024;
    static final int MOST_LEVELS = 50;
    static final int MOST_ALIASES = 100;
    static final int LONGEST_NUMBER = 64;

    private static final int MOST_VALUES = 100_000;

    private int left = MOST_VALUES;

    static void check(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new UnreadableException(
                    0, "has %d characters; at most %d are read. Split it.".formatted(text.length(), MOST_CHARACTERS));
        }
    }

    /** To be called for each value; those that an alias repeats count each time. */
    void spend(int line, int level) {
        if (--left < 0) {
            throw new UnreadableException(
                    line, "has more than %d values, aliases counted as often as they stand.".formatted(MOST_VALUES));
        }
        if (level > MOST_LEVELS) {
            throw tooDeep(line);
        }
    }

    static UnreadableException tooDeep(int line) {
        return new UnreadableException(
                line,
                "is nested more than %d levels deep, or an alias stands within what it names.".formatted(MOST_LEVELS));
    }
}
