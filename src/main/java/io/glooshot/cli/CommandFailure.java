package io.glooshot.cli;

/**
 * Why a command could not do what it was asked to: in three lines for people, what failed, why, and what to do. Ends the
 * command with exit code 1, or whatever it declares for {@code exitCodeOnExecutionException}.
 */
class CommandFailure extends RuntimeException {

    private final String what;
    private final String why;
    private final String remedy;

    CommandFailure(String what, String why, String remedy) {
        this(what, why, remedy, null);
    }

    CommandFailure(String what, String why, String remedy, Throwable cause) {
        super(what + ": " + why, cause);
        this.what = what;
        this.why = why;
        this.remedy = remedy;
    }

    String what() {
        return what;
    }

    String why() {
        return why;
    }

    String remedy() {
        return remedy;
    }
}
