package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The one record of a group. */
public record Dns(
    @JsonPropertyDescription("Fully qualified name of the record.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
            value =
                "self.matches('^[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?"
                    + "([.][a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?)*[.]?$')",
            message = "spec.dns.hostname must be the name of a record, such as db.example.com")
        String hostname,
    @JsonPropertyDescription("Seconds that resolvers may keep it.") @Default("60") @Min(1)
        Long ttl) {
  public Dns {
    ttl = requireNonNullElse(ttl, 60L);
  }
}
