package io.bloodraven.activities.repair;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.sidecar.EpochGuard;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.activities.sidecar.SidecarException;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RepairActivities;
import java.time.Duration;
import java.util.function.Supplier;

/** The activities that turn a closed site into a replica of the active one. */
public final class RepairSteps implements RepairActivities {
  private static final Duration FENCE_LIMIT = Duration.ofSeconds(5);

  private final SidecarClient sidecars;
  private final Supplier<Attempt> attempts;
  private final Rejoin rejoin;
  private final Reseed reseed;

  /**
   * Wires the steps.
   *
   * @param attempts the attempt that runs in the calling thread
   */
  public RepairSteps(
      SidecarClient sidecars,
      OperatorSessions sessions,
      Credentials credentials,
      Supplier<Attempt> attempts) {
    this.sidecars = requireNonNull(sidecars, "sidecars");
    this.attempts = requireNonNull(attempts, "attempts");
    SiteChecks checks = new SiteChecks(new EpochGuard(sidecars));
    rejoin = new Rejoin(checks, sessions, credentials);
    reseed = new Reseed(checks, sessions, credentials, rejoin);
  }

  @Override
  public RejoinResult rejoin(GroupRef group, String site, String source, long epoch) {
    return rejoin.run(new Repair(group, site, source, epoch), attempts.get());
  }

  @Override
  public RejoinResult cloneFrom(GroupRef group, String site, String donor, long epoch) {
    return reseed.run(new Repair(group, site, donor, epoch), attempts.get());
  }

  @Override
  public FenceReply fenceStray(GroupRef group, String site, long epoch, String reason) {
    try {
      return sidecars.fence(
          new FenceRequest(group.namespace(), group.name(), site, epoch, false, reason),
          FENCE_LIMIT);
    } catch (SidecarException e) {
      throw StepFailure.passing(EpochGuard.SIDECAR_UNAVAILABLE, group, site, e);
    }
  }
}
