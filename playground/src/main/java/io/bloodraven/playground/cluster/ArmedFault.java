package io.bloodraven.playground.cluster;

import java.time.Duration;

/**
 * A fault that has looked up all it needs and waits for the word. Closed without it, it never is.
 */
public final class ArmedFault implements AutoCloseable {
  private final Script.Running chaos;
  private final Duration limit;

  ArmedFault(Script.Running chaos, Duration limit) {
    this.chaos = chaos;
    this.limit = limit;
  }

  /** Waits until it has looked up what it needs, or has found that there is nothing to strike. */
  public void awaitReady() throws InterruptedException {
    chaos.awaitWord(limit);
  }

  /** Gives the word and does not wait for what comes of it. */
  public void strike() {
    chaos.say("now");
  }

  /**
   * What it did, once it is done.
   *
   * @throws IllegalStateException when there was nothing to strike
   */
  public InjectedFault struck() {
    return InjectedFault.parse(chaos.await(limit));
  }

  @Override
  public void close() {
    chaos.close();
  }
}
