package io.bloodraven.workflows.repair;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceReply;
import io.temporal.activity.ActivityInterface;

/** Turns a closed site into a replica of the active one. */
@ActivityInterface
public interface RepairActivities {
  /**
   * Compares the site's GTIDs with the source's, fresh; when it has nothing of its own, makes it
   * replicate from {@code source} and waits until the receiver runs. Never discards received
   * transactions: the applier drains before the source is changed.
   */
  RejoinResult rejoin(GroupRef group, String site, String source, long epoch);

  /**
   * Replaces the (empty) data of {@code site} by a CLONE of {@code donor} and makes it replicate.
   * Refuses a site that has transactions of its own. Heartbeats with the clone's progress.
   */
  RejoinResult cloneFrom(GroupRef group, String site, String donor, long epoch);

  /** Closes a site that is open but must not be. */
  FenceReply fenceStray(GroupRef group, String site, long epoch, String reason);
}
