package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Answers a call with an error. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.httpStatus) || has(self.grpcStatus)",
        fieldPath = ".httpStatus",
        message = "needs httpStatus or grpcStatus")
@ValidationRule(
        value = "!(has(self.httpStatus) && has(self.grpcStatus))",
        fieldPath = ".grpcStatus",
        message = "httpStatus and grpcStatus exclude each other")
public record Abort(
        @JsonPropertyDescription(
                "HTTP status of the answer, 200 to 599. A gRPC call meets the gRPC status that it maps to.")
        @Min(200)
        @Max(599)
        Integer httpStatus,

        @JsonPropertyDescription(
                "gRPC status code of the answer, 1 to 16, such as 14 for UNAVAILABLE; 0 is OK and so no error."
                        + " Hits gRPC calls only.")
        @Min(1)
        @Max(16)
        Integer grpcStatus,

        @JsonPropertyDescription("Share of the calls that are aborted, in percent; that of the fault when left out."
                + " Whether a call is aborted does not depend on whether it is delayed.")
        @Min(0)
        @Max(100)
        @ValidationRule(value = Percentages.RULE, message = Percentages.MESSAGE)
        Double percentage) {}
