package io.bloodraven.watcher.intake;

import io.bloodraven.api.group.GroupLabels;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether somebody else changed a pod's live labels, and so where clients are sent. Pods come
 * and go by themselves, and all but those labels is somebody else's business.
 */
final class RoleDrift {
  private static final List<String> LABELS = List.of(GroupLabels.ROLE, GroupLabels.HEALTHY);

  private RoleDrift() {}

  /** Whether a label changed from {@code before} to {@code after}, and not by Bloodraven. */
  static boolean between(Pod before, Pod after) {
    ObjectMeta was = before.getMetadata();
    ObjectMeta is = after.getMetadata();
    return was.getUid().equals(is.getUid())
        && LABELS.stream()
            .anyMatch(label ->
                !Objects.equals(value(was, label), value(is, label)) && !isOurs(is, label));
  }

  private static @Nullable String value(ObjectMeta metadata, String label) {
    return metadata.getLabels() == null ? null : metadata.getLabels().get(label);
  }

  /** By the API server's own book; Bloodraven never removes one of them. */
  private static boolean isOurs(ObjectMeta metadata, String label) {
    return metadata.getManagedFields().stream()
        .filter(entry -> String.valueOf(entry.getManager()).startsWith(Drift.OWN_MANAGERS))
        .map(RoleDrift::labels)
        .anyMatch(labels -> labels.contains("f:" + label));
  }

  private static Collection<?> labels(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
            && entry.getFieldsV1().getAdditionalProperties().get("f:metadata")
                instanceof Map<?, ?> metadata
            && metadata.get("f:labels") instanceof Map<?, ?> labels
        ? labels.keySet()
        : List.of();
  }
}
