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

        @JsonPropertyDescription("Share of the calls that are hit, in percent: 0 to 100 in steps of 0.0001.")
        @Default("100")
        @Min(0)
        @Max(100)
        @ValidationRule(
                value = "double(int(self * 10000.0 + 0.5)) - self * 10000.0 < 0.00001"
                        + " && self * 10000.0 - double(int(self * 10000.0 + 0.5)) < 0.00001",
                message = "must be a multiple of 0.0001")
        Double percentage) {

    /** The share in percent, with the API's default for a spec that never passed through the API server. */
    public double percent() {
        return percentage == null ? 100 : percentage;
    }
}
