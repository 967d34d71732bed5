package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The path that a call must have, without its query. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.exact), has(self.prefix), has(self.regex)].filter(set, set).size() == 1",
        message = "needs exactly one of exact, prefix and regex")
public record PathMatch(
        @JsonPropertyDescription("This very path, such as /api/ratings.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[^?#]*$")
        String exact,

        @JsonPropertyDescription("Paths that begin with this text: /api takes /api/ratings and /apiary.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[^?#]*$")
        String prefix,

        @JsonPropertyDescription("Paths that match this regular expression as a whole, in RE2 syntax.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = RegularExpressions.RULE, message = RegularExpressions.MESSAGE)
        String regex) {}
