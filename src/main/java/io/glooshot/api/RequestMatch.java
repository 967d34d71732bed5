package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which requests are hit: those that meet all that is said here. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.headers) || has(self.path) || has(self.method)",
        message = "needs headers, path or method")
public record RequestMatch(
        @JsonPropertyDescription("Headers that a request must have, all of them.")
        @Size(min = 1, max = 8)
        @ValidationRule(
                value = "self.all(h, self.exists_one(other, other.name == h.name))",
                message = "names must be unique")
        List<HeaderMatch> headers,

        @JsonPropertyDescription("The path that a request must have.")
        PathMatch path,

        @JsonPropertyDescription("The HTTP method that a request must have, such as GET.")
        @Size(min = 1, max = 16)
        @Pattern("^[A-Z]+$")
        String method) {

    public RequestMatch {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }
}
