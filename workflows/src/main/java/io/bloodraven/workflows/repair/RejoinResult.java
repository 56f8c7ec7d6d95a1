package io.bloodraven.workflows.repair;

/**
 * What became of a site that was to be a replica.
 *
 * @param divergentGtid transactions that only this site has, empty when none
 * @param message for people
 */
public record RejoinResult(
    Outcome outcome, String divergentGtid, long divergentCount, String message) {

  /** How it ended. */
  public enum Outcome {
    /** It replicates from the source. */
    REPLICATING,
    /** It has transactions that the source lacks; nothing was changed. */
    DIVERGENT,
    /** It has no data, or the source no longer has the logs it needs: clone it. */
    NEEDS_CLONE
  }
}
