package io.glooshot.install;

/** Why something is not installed or taken out: what, why, and what to do about it, each for a line of its own. */
public final class Refusal extends RuntimeException {

    private final String what;
    private final String why;
    private final String remedy;

    public Refusal(String what, String why, String remedy) {
        super(what + ": " + why);
        this.what = what;
        this.why = why;
        this.remedy = remedy;
    }

    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    public String remedy() {
        return remedy;
    }
}
