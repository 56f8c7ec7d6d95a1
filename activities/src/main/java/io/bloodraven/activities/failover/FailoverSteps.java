package io.bloodraven.activities.failover;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.sidecar.EpochGuard;
import io.bloodraven.activities.sidecar.RelayedSidecars;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Preparation;
import io.bloodraven.workflows.failover.Promotion;
import java.util.List;
import java.util.function.Supplier;

/** The activities of an emergency failover; each is a class of its own. */
public final class FailoverSteps implements FailoverActivities {
  private final Supplier<Attempt> attempts;
  private final Assess assess;
  private final Fence fence;
  private final Prepare prepare;
  private final Promote promote;

  /**
   * Wires the steps.
   *
   * @param attempts the attempt that runs in the calling thread
   */
  public FailoverSteps(
      SidecarClient sidecars, OperatorSessions sessions, Supplier<Attempt> attempts) {
    this.attempts = requireNonNull(attempts, "attempts");
    RelayedSidecars relayed = new RelayedSidecars(sidecars);
    EpochGuard guard = new EpochGuard(sidecars);
    Claim claim = new Claim(sidecars);
    assess = new Assess(relayed, sessions);
    fence = new Fence(relayed);
    prepare = new Prepare(guard, sessions, claim);
    promote = new Promote(guard, sessions, claim, new Opening(sidecars));
  }

  @Override
  public Assessment assess(GroupRef group, List<String> sites, String from, long epoch) {
    return assess.run(group, sites, from, epoch);
  }

  @Override
  public FenceReply fence(
      GroupRef group, List<String> sites, String from, long epoch, String reason) {
    return fence.run(group, sites, from, epoch, reason);
  }

  @Override
  public Preparation prepare(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    return prepare.run(group, candidate, epoch, proofs, attempts.get());
  }

  @Override
  public Promotion promote(GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    return promote.run(group, candidate, epoch, proofs, attempts.get());
  }
}
