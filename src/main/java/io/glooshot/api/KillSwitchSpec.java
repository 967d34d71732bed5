package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Why everything was stopped. Nothing in it is needed: that the object exists is all that counts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KillSwitchSpec(
        @JsonPropertyDescription("Why, for whoever reads the reports of the runs that it ended.") @Size(max = 256)
        String reason) {}
