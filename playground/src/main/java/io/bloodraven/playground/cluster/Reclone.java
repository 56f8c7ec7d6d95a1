package io.bloodraven.playground.cluster;

import java.time.Duration;

/**
 * Does what a person does with a site that diverged, once its transactions have been looked at: it
 * sets the site's data aside and has the site built anew. Bloodraven itself never does that.
 */
public final class Reclone {
  private static final Duration PACE = Duration.ofMillis(250);

  private final Cluster cluster;
  private final Convergence convergence;

  /** A person in front of that cluster. */
  public Reclone(Cluster cluster) {
    this.cluster = cluster;
    convergence = new Convergence(cluster);
  }

  /**
   * Waits until the group has settled; if a site is blocked then, has it cloned and waits again.
   *
   * @param limit for each wait
   * @return how the group stands in the end
   */
  public Standing settle(Duration limit) throws InterruptedException {
    Standing standing = convergence.await(limit);
    if (standing instanceof Standing.Blocked blocked) {
      cluster.setDataAside(cluster.status().site(blocked.site()).pod());
      awaitGone(blocked, limit);
      return convergence.await(limit);
    }
    return standing;
  }

  /** The old server answers until its pod has ended: the group is blocked all that time. */
  private void awaitGone(Standing.Blocked before, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (convergence.standing().equals(before) && System.nanoTime() - deadline < 0) {
      Thread.sleep(PACE);
    }
  }
}
