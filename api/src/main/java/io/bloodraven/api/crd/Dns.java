package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The one record of a group. */
public record Dns(
    @JsonPropertyDescription("Fully qualified name of the record.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(
            "^[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?)*\\.?$")
        String hostname,
    @JsonPropertyDescription("Seconds that resolvers may keep it.") @Default("60") @Min(1)
        Long ttl) {
  public Dns {
    ttl = requireNonNullElse(ttl, 60L);
  }
}
