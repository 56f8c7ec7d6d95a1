package io.bloodraven.api.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** A server's volume. */
public record Storage(
    @JsonPropertyDescription("Storage class; the cluster's default when left out.")
        @Nullable String storageClassName,
    @JsonPropertyDescription("Size of the volume.")
        @Required
        @ValidationRule(
            value =
                "type(self) == int ? self > 0 :"
                    + " isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))",
            message = "storage.size must be a size greater than zero, such as 10Gi")
        Quantity size) {}
