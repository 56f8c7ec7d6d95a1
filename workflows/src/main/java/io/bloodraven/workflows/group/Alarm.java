package io.bloodraven.workflows.group;

import io.bloodraven.workflows.decision.Decision.Alert;
import java.util.Optional;

/** What a person should know about the active site now; told once as an Event when it begins. */
record Alarm(Optional<Alert.Kind> kind, String message) {
  static final Alarm NONE = new Alarm(Optional.empty(), "");

  Alarm raise(Alert alert, Announcements announcements) {
    if (kind.filter(known -> known == alert.kind()).isPresent()) {
      return this;
    }
    announcements.add(
        true,
        alert.kind() == Alert.Kind.NO_CANDIDATE ? "TotalLossDetected" : "NoPrimaryDetected",
        alert.message());
    return new Alarm(Optional.of(alert.kind()), alert.message());
  }
}
