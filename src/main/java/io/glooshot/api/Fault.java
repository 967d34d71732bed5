package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** What happens to a share of the calls: they are answered with an error, are held up, or both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.abort) || has(self.delay)", message = "needs abort, delay or both")
public record Fault(
        @JsonPropertyDescription("Answer with an error instead of passing the call on.")
        Abort abort,

        @JsonPropertyDescription("Hold the call up before passing it on.")
        Delay delay,

        @JsonPropertyDescription("Share of the calls that are hit, in percent: 0 to 100 in steps of 0.0001."
                + " A percentage of abort or delay takes its place there.")
        @Default("100")
        @Min(0)
        @Max(100)
        @ValidationRule(value = Percentages.RULE, message = Percentages.MESSAGE)
        Double percentage) {

    /** The share of calls that are aborted, in percent. Only for a fault that aborts. */
    public double abortPercent() {
        return abort.percentage() == null ? percent() : abort.percentage();
    }

    /** The share of calls that are held up, in percent. Only for a fault that delays. */
    public double delayPercent() {
        return delay.percentage() == null ? percent() : delay.percentage();
    }

    /** With the API's default for a spec that never passed through the API server. */
    private double percent() {
        return percentage == null ? 100 : percentage;
    }
}
