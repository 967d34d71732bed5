package io.glooshot.experiment;

/** Ends a run, with a reason that the user should see. */
public class AbortException extends RuntimeException {

    private final transient Verdict.Aborted verdict;

    public AbortException(String reason, String message) {
        this(new Verdict.Aborted(reason, message));
    }

    public AbortException(Verdict.Aborted verdict) {
        super(verdict.message());
        this.verdict = verdict;
    }

    public Verdict.Aborted verdict() {
        return verdict;
    }
}
