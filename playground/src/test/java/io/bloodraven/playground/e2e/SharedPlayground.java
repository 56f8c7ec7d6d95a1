package io.bloodraven.playground.e2e;

import io.bloodraven.testing.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
  /** Held while the playground comes up. */
  static final Lock COMING_UP = new ReentrantLock();

  private static final Namespace HERE = Namespace.create(SharedPlayground.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    LeftOut leftOut = LeftOut.notYet("the end-to-end tests");
    if (isRoot() || Boolean.getBoolean("bloodraven.requireCluster")) {
      return ConditionEvaluationResult.enabled("a cluster is wanted");
    }
    String reason = "a cluster from parts needs root";
    leftOut.because(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    live(context).settle();
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
        .computeIfAbsent(LivePlayground.class, key -> comeUp(), LivePlayground.class);
  }

  private static LivePlayground comeUp() {
    COMING_UP.lock();
    try {
      return new LivePlayground();
    } finally {
      COMING_UP.unlock();
    }
  }
}
