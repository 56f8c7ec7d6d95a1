package io.bloodraven.activities.failover;

import io.bloodraven.activities.sidecar.Answer;
import io.bloodraven.activities.sidecar.RelayedSidecars;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.Refusal;
import java.time.Duration;
import java.util.List;

/** Closes the old primary, by whichever way its sidecar can be reached. */
final class Fence {
  /** A closed site answers in milliseconds; one that has to be closed by force is asked again. */
  private static final Duration LIMIT = Duration.ofMillis(800);

  private final RelayedSidecars sidecars;

  Fence(RelayedSidecars sidecars) {
    this.sidecars = sidecars;
  }

  FenceReply run(GroupRef group, List<String> sites, String from, long epoch, String reason) {
    FenceRequest request =
        new FenceRequest(group.namespace(), group.name(), from, epoch, false, reason);
    return sidecars
        .fence(request, sites, LIMIT)
        .map(Answer::reply)
        .orElseGet(() ->
            new FenceReply(false, Refusal.UNREACHABLE, 0, null, ServerState.STALLED, "", false));
  }
}
