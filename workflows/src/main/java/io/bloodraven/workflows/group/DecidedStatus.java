package io.bloodraven.workflows.group;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of status that the group workflow decides; watchers write the observed part.
 *
 * @param activeSite empty while no site may write
 * @param topologyGeneration counts up at each change of activeSite
 * @param phase for people: Bootstrapping, Ready, FailingOver, Degraded, Waiting
 * @param lastFailover null when there was none
 */
public record DecidedStatus(
    long observedGeneration,
    String activeSite,
    long epoch,
    long topologyGeneration,
    String phase,
    List<SiteDecision> sites,
    List<Condition> conditions,
    @Nullable Instant lastFailover,
    String lastFailoverTarget,
    String promotionGtidExecuted,
    List<FailoverRecord> history) {
  public DecidedStatus {
    sites = List.copyOf(sites);
    conditions = List.copyOf(conditions);
    history = List.copyOf(history);
  }

  /**
   * What was decided about a site.
   *
   * @param recoveryState empty, {@code Cloning}, {@code Rejoining} or {@code RecoveryBlocked}
   * @param divergentGtid transactions that only this site has, empty when none
   */
  public record SiteDecision(
      String site,
      String recoveryState,
      String divergentGtid,
      long divergentTransactionCount,
      String sourceHost,
      String sourceConvergenceState,
      String sourceConvergenceReason) {}

  /** A Kubernetes condition; the writer keeps lastTransitionTime. */
  public record Condition(String type, boolean status, String reason, String message) {}
}
