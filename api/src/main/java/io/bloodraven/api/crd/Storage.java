package io.bloodraven.api.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** A server's volume. */
public record Storage(
    @JsonPropertyDescription("Storage class; the cluster's default when left out.")
        @Nullable String storageClassName,
    @JsonPropertyDescription("Size of the volume.") @Required Quantity size) {}
