package io.bloodraven.workflows.wire;

import io.temporal.workflow.Workflow;

/** Lets a run go on as it began when the code has changed meanwhile; for workflow code only. */
public final class CodeChange {
  private CodeChange() {}

  /**
   * Whether this run does it the way of the change: it began with it, or had not come to this point
   * before.
   *
   * @param change its name, which is in histories and stays
   */
  public static boolean isSince(String change) {
    return Workflow.getVersion(change, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
  }
}
