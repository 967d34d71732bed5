package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A header that a call must have. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.exact), has(self.prefix), has(self.regex), has(self.present)].filter(set, set).size() == 1",
        message = "needs exactly one of exact, prefix, regex and present")
public record HeaderMatch(
        @JsonPropertyDescription("Name of the header, in lower case.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern("^[a-z0-9!#$%&'*+.^_`|~-]+$")
        String name,

        @JsonPropertyDescription("The header has this value.") @Size(min = 1, max = 1024)
        String exact,

        @JsonPropertyDescription("The header's value begins with this.") @Size(min = 1, max = 1024)
        String prefix,

        @JsonPropertyDescription("The header's whole value matches this regular expression, in RE2 syntax.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = RegularExpressions.RULE, message = RegularExpressions.MESSAGE)
        String regex,

        @JsonPropertyDescription("The header is there, whatever its value.")
        @ValidationRule(value = "self", message = "can only be true; leave the header out instead")
        Boolean present) {}
