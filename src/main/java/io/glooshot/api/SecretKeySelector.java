package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A key of a Secret in any namespace. */
public record SecretKeySelector(
        @JsonPropertyDescription(
                "Namespace of the Secret, which the controller's setting glooshot.secrets.namespaces must list.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String namespace,

        @JsonPropertyDescription("Name of the Secret.") @Required @Size(min = 1, max = 253) @Pattern(Headers.SECRET)
        String name,

        @JsonPropertyDescription("Key in the Secret.") @Required @Size(min = 1, max = 253) @Pattern(Headers.SECRET_KEY)
        String key) {}
