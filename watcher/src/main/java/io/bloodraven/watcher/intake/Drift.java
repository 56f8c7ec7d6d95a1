package io.bloodraven.watcher.intake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether somebody else changed what Bloodraven applied, by the API server's own book:
 * whoever changes or removes a field of another takes it from that one's entry in {@code
 * managedFields}, and leaves the time of that entry as it was. Own applies renew the time, and
 * changes by others to fields of their own (status, revisions, endpoints) leave our entries alone.
 */
final class Drift {
  /** All field managers of Bloodraven's processes begin so. */
  static final String OWN_MANAGERS = "bloodraven";

  private Drift() {}

  /** Whether the step from {@code before} to {@code after} took something of ours away. */
  static boolean between(HasMetadata before, HasMetadata after) {
    if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
      // deleted and made again between two looks
      return true;
    }
    Map<String, ManagedFieldsEntry> now = own(after);
    return own(before).entrySet().stream()
        .anyMatch(entry -> takenFrom(entry.getValue(), now.get(entry.getKey())));
  }

  private static boolean takenFrom(ManagedFieldsEntry before, @Nullable ManagedFieldsEntry after) {
    return after == null
        || (after.getTime().equals(before.getTime())
            && !holds(
                after.getFieldsV1().getAdditionalProperties(),
                before.getFieldsV1().getAdditionalProperties()));
  }

  // times are told to the second only, so an apply that gives back what was taken may show none
  private static boolean holds(Map<?, ?> fields, Map<?, ?> wanted) {
    return wanted.entrySet().stream()
        .allMatch(field ->
            fields.get(field.getKey()) instanceof Map<?, ?> present
                && field.getValue() instanceof Map<?, ?> below
                && holds(present, below));
  }

  private static Map<String, ManagedFieldsEntry> own(HasMetadata resource) {
    Map<String, ManagedFieldsEntry> entries = new HashMap<>();
    List<ManagedFieldsEntry> all = resource.getMetadata().getManagedFields();
    for (ManagedFieldsEntry entry : all) {
      if (entry.getManager() != null && entry.getManager().startsWith(OWN_MANAGERS)) {
        entries.put(
            entry.getManager() + "/" + entry.getOperation() + "/" + entry.getSubresource(), entry);
      }
    }
    return entries;
  }
}
