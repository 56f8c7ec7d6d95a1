package io.bloodraven.watcher.intake;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over one kind, which is tried again for ever. */
final class KindUnderWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KindUnderWatch.class);

  private static final Duration SAY_AGAIN = Duration.ofMinutes(5);

  private final String kind;
  private final SharedIndexInformer<?> informer;
  private long sayAt = System.nanoTime();
  private volatile boolean notServed;

  private KindUnderWatch(String kind, SharedIndexInformer<?> informer) {
    this.kind = kind;
    this.informer = informer;
  }

  /** Begins to watch; returns at once. */
  static KindUnderWatch start(String kind, SharedIndexInformer<?> informer) {
    KindUnderWatch watch = new KindUnderWatch(kind, informer);
    informer.exceptionHandler((_, problem) -> {
      watch.failed(problem);
      return true;
    });
    informer.start();
    return watch;
  }

  /** Whether all that there is has been seen. */
  boolean seen() {
    return informer.hasSynced();
  }

  /** The same, or that the cluster does not know the kind, such as one of an add-on. */
  boolean seenOrNotServed() {
    return seen() || notServed;
  }

  private synchronized void failed(Throwable problem) {
    notServed |= isNotServed(problem);
    // said once in a while: a kind that the cluster does not serve is asked for again and again
    long now = System.nanoTime();
    if (now - sayAt >= 0) {
      sayAt = now + SAY_AGAIN.toNanos();
      log.warn("kind={} watch failed, will try again: {}", kind, problem.getMessage());
    }
  }

  private static boolean isNotServed(@Nullable Throwable problem) {
    return problem instanceof KubernetesClientException answer
        ? answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        : problem != null && isNotServed(problem.getCause());
  }

  @Override
  public void close() {
    informer.stop();
  }
}
