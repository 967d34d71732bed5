package io.glooshot.experiment;

/** What ended a run. */
public sealed interface Verdict {

    /** One CamelCase word. */
    String reason();

    /** The same in a sentence. */
    String message();

    /** The deadline came and no failure condition was met. */
    record Passed() implements Verdict {
        @Override
        public String reason() {
            return "DeadlineReached";
        }

        @Override
        public String message() {
            return "The duration passed and no failure condition was met.";
        }
    }

    /** A failure condition was met: the answer that the user came for. */
    record Breached(Measurement measurement) implements Verdict {
        @Override
        public String reason() {
            return "ConditionMet";
        }

        @Override
        public String message() {
            Check check = measurement.check();
            return "Failure condition %s was met: %s %s %s."
                    .formatted(
                            check.name(),
                            Numbers.text(((Reading.Value) measurement.reading()).value()),
                            check.operator().symbol(),
                            Numbers.text(check.threshold()));
        }
    }

    /** The run was ended for any other reason. */
    record Aborted(String reason, String message) implements Verdict {}

    /** The verdict on a run whose own machinery failed. */
    static Verdict errored(Throwable failure) {
        if (failure instanceof AbortException abort) {
            return abort.verdict();
        }
        return new Aborted("InternalError", failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
}
