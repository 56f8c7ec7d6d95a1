package io.bloodraven.api.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Where the servers' certificates come from. */
public record Tls(
    @JsonPropertyDescription("Issuer that signs them.") @Nullable IssuerRef issuerRef,
    @JsonPropertyDescription("Secret that holds them.") @Nullable String secretName) {
  /** A cert-manager issuer. */
  public record IssuerRef(@Required String name, @Nullable String kind, @Nullable String group) {}
}
