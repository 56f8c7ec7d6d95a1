package io.bloodraven.playground.e2e;

import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.testing.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * One playground for all tests of the JVM: started for the first, torn down after the last. Without
 * root there can be none; the tests are skipped then and a note is left that the build prints,
 * unless the system property {@code bloodraven.requireCluster} is true: then they fail.
 */
final class SharedPlayground extends TypeBasedParameterResolver<LivePlayground>
    implements ExecutionCondition, BeforeEachCallback {
  /**
   * Longer than a set-up may take, tearing down what was left before, and settling: these end by
   * themselves.
   */
  private static final Duration COMING_UP = Playground.SETUP_LIMIT.plusMinutes(5);

  private static volatile CountDownLatch expected = new CountDownLatch(0);

  private static final Namespace HERE = Namespace.create(SharedPlayground.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    LeftOut leftOut = LeftOut.notYet("the end-to-end tests");
    if (isRoot() || Boolean.getBoolean("bloodraven.requireCluster")) {
      return ConditionEvaluationResult.enabled("a cluster is wanted");
    }
    String reason = "a cluster from parts needs root";
    leftOut.because(reason);
    expected.countDown();
    return ConditionEvaluationResult.disabled(reason);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    try {
      live(context).settle();
    } finally {
      expected.countDown();
    }
  }

  @Override
  public LivePlayground resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return live(context);
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LivePlayground live(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(LivePlayground.class, _ -> new LivePlayground(), LivePlayground.class);
  }

  /** Promises that a playground will come up and settle, or that it is said that none can. */
  static void expect() {
    expected = new CountDownLatch(1);
  }

  /** Waits for what was promised; returns at once if nothing was. */
  static void awaitExpected() throws InterruptedException {
    if (!expected.await(COMING_UP.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("no playground has come up and settled within " + COMING_UP);
    }
  }
}
