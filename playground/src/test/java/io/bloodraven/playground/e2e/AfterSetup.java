package io.bloodraven.playground.e2e;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets the playground come up and settle before a test that only reckons: both at once would take
 * longer than to reckon while the group is watched. Where no playground is to be watched nothing is
 * waited for ({@link PlaygroundOrder}).
 */
public final class AfterSetup implements BeforeEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    SharedPlayground.awaitExpected();
  }
}
