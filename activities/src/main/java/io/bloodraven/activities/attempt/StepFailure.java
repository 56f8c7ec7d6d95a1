package io.bloodraven.activities.attempt;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.temporal.failure.ApplicationFailure;

/** How a step fails: by a verdict that is final, or by something that may be better next time. */
public final class StepFailure {
  private StepFailure() {}

  /** A higher epoch than the step's own has been seen at a site. */
  public static ApplicationFailure superseded(
      GroupRef group, String site, long epoch, long highestEpoch) {
    return verdict(
        FailoverActivities.SUPERSEDED,
        group,
        site,
        "epoch " + epoch + " is over: the site has seen epoch " + highestEpoch);
  }

  /** Final: retrying cannot help. */
  public static ApplicationFailure verdict(String type, GroupRef group, String site, String what) {
    return ApplicationFailure.newNonRetryableFailure(message(group, site, what), type);
  }

  /** Final: retrying cannot help; {@code cause} must not carry a secret. */
  public static ApplicationFailure verdict(
      String type, GroupRef group, String site, Exception cause) {
    return verdict(type, group, site, String.valueOf(cause.getMessage()));
  }

  /** To be tried again. */
  public static ApplicationFailure passing(String type, GroupRef group, String site, String what) {
    return ApplicationFailure.newFailure(message(group, site, what), type);
  }

  /** To be tried again; {@code cause} must not carry a secret. */
  public static ApplicationFailure passing(
      String type, GroupRef group, String site, Exception cause) {
    return ApplicationFailure.newFailureWithCause(
        message(group, site, String.valueOf(cause.getMessage())), type, cause);
  }

  private static String message(GroupRef group, String site, String what) {
    return "group " + group + ", site " + site + ": " + what;
  }
}
