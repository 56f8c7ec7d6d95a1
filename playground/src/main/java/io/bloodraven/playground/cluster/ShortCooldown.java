package io.bloodraven.playground.cluster;

import java.util.function.Consumer;

/**
 * Lets a group fail over again after a second. Its own cooldown is put back on closing, and when
 * the program is ended by a signal.
 */
public final class ShortCooldown implements AutoCloseable {
  private static final String FIELD = "failoverCooldown";
  private static final String SHORT = "1s";

  private final Cluster cluster;
  private final String own;
  private final Thread atExit = new Thread(this::putBack, "cooldown");

  /**
   * Sets it.
   *
   * @param say hears what is done
   */
  public ShortCooldown(Cluster cluster, Consumer<String> say) {
    this.cluster = cluster;
    this.own = cluster.specField(FIELD);
    Runtime.getRuntime().addShutdownHook(atExit);
    say.accept(
        "The group's %s (%s) is %s meanwhile and restored afterwards."
            .formatted(FIELD, own.isEmpty() ? "default" : own, SHORT));
    cluster.setSpecField(FIELD, SHORT);
  }

  private void putBack() {
    cluster.setSpecField(FIELD, own);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    putBack();
  }
}
