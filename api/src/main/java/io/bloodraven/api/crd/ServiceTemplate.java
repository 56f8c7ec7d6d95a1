package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user adds to a Service. */
public record ServiceTemplate(
    @JsonPropertyDescription("ClusterIP, NodePort or LoadBalancer; ClusterIP when left out.")
        @ValidationRule(
            value = "self in ['ClusterIP', 'NodePort', 'LoadBalancer']",
            message = "serviceTemplate.type must be ClusterIP, NodePort or LoadBalancer")
        @Nullable String type,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public ServiceTemplate {
    labels = Map.copyOf(requireNonNullElse(labels, Map.of()));
    annotations = Map.copyOf(requireNonNullElse(annotations, Map.of()));
  }
}
