package io.bloodraven.workflows.failover;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The steps of an emergency failover up to the first write. Each reads, acts and reads again. */
@ActivityInterface
public interface FailoverActivities {
  /** Failure type, not to be retried: a higher epoch has been seen, a new plan is needed. */
  String SUPERSEDED = "Superseded";

  /** Failure type, not to be retried: the candidate's applier stopped with an error. */
  String APPLIER_BROKEN = "ApplierBroken";

  /** Failure type, not to be retried: the candidate is not in the electorate of the Lease. */
  String NOT_IN_ELECTORATE = "NotInElectorate";

  /**
   * Asks every site's sidecar in parallel (directly, and relayed where direct fails) and every
   * site's MySQL by the worker's own probe; at the old primary the same call fences at {@code
   * epoch} if its mysqld is proven dead. Answers within 500 ms with what is known by then.
   */
  Assessment assess(GroupRef group, List<String> sites, String from, long epoch);

  /**
   * Fences {@code from} at {@code epoch}: directly, else relayed through the other sites. A reply
   * with {@code fenced=false} and refusal {@code UNREACHABLE} means that nobody reached it: its
   * lease has to run out.
   */
  FenceReply fence(GroupRef group, List<String> sites, String from, long epoch, String reason);

  /**
   * Claims the Lease at {@code epoch} for the candidate, stops its receiver, and waits until
   * everything received is executed. Heartbeats with what is left to apply. Fails non-retryably
   * with type {@link #SUPERSEDED}, {@link #APPLIER_BROKEN} or {@link #NOT_IN_ELECTORATE}.
   */
  Preparation prepare(GroupRef group, String candidate, long epoch, List<FenceProof> proofs);

  /**
   * Makes the candidate a source of its own (RESET REPLICA ALL) and opens it through its sidecar,
   * confirmed by a real write. Waits for the lease where it must, heartbeating. Fails like {@link
   * #prepare}.
   */
  Promotion promote(GroupRef group, String candidate, long epoch, List<FenceProof> proofs);
}
