package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the system did after the faults came off. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recovery(
        @JsonPropertyDescription(
                "Watching, or the end: Recovered (every failure condition had healthy readings in a row), NotRecovered (one was still met when recoveryTimeout had passed), Unknown (it could not be told).")
        Outcome outcome,

        @JsonPropertyDescription("Why, in one CamelCase word.")
        String reason,

        @JsonPropertyDescription("The same in a sentence.") String message,

        @JsonPropertyDescription("When the faults were off and the time to recover began.")
        String since,

        @JsonPropertyDescription("When the watch ends at the latest.")
        String deadline,

        @JsonPropertyDescription("When the system was healthy again.")
        String timeRecovered,

        @JsonPropertyDescription("How long it took to be so, such as 12.3s.")
        String timeToRecover) {

    /** What became of the system. */
    public enum Outcome {
        Watching,
        Recovered,
        NotRecovered,
        Unknown
    }

    /** The same, ended. */
    public Recovery ended(Outcome end, String why, String sentence) {
        return new Recovery(end, why, sentence, since, deadline, null, null);
    }

    /** The same, ended well. */
    public Recovery recovered(String sentence, String at, String took) {
        return new Recovery(Outcome.Recovered, "Recovered", sentence, since, deadline, at, took);
    }

    /** Whether more is to come. */
    public boolean stillWatching() {
        return outcome == Outcome.Watching;
    }
}
