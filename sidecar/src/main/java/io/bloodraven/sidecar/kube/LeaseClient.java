package io.bloodraven.sidecar.kube;

import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reads and writes one Lease. Every call returns at once; what came of it is told as an event. A
 * read that is asked for while one is under way is not made twice.
 */
public final class LeaseClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMillis(1_500);

  private final KubeApi api;
  private final String collection;
  private final String name;
  private final long leaseMillis;
  private final LongSupplier monotonicMillis;
  private final Clock wallClock;
  private final Consumer<LeaseEvent> listener;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean reading = new AtomicBoolean();

  public LeaseClient(
      KubeApi api,
      String namespace,
      String name,
      long leaseMillis,
      LongSupplier monotonicMillis,
      Clock wallClock,
      Consumer<LeaseEvent> listener) {
    this.api = api;
    this.collection = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    this.name = name;
    this.leaseMillis = leaseMillis;
    this.monotonicMillis = monotonicMillis;
    this.wallClock = wallClock;
    this.listener = listener;
  }

  /** Tells LeaseRead or LeaseMissing, or nothing when the API does not answer in time. */
  public void read() {
    if (!calls.isShutdown() && reading.compareAndSet(false, true)) {
      calls.execute(() -> {
        try {
          readNow();
        } finally {
          reading.set(false);
        }
      });
    }
  }

  private void readNow() {
    long askedAt = monotonicMillis.getAsLong();
    try {
      KubeApi.Answer answer = api.send("GET", collection + "/" + name, "", "", LIMIT);
      if (answer.status() == 200) {
        listener.accept(new LeaseEvent.LeaseRead(LeaseJson.read(answer.body()), askedAt));
      } else if (answer.status() == 404) {
        listener.accept(new LeaseEvent.LeaseMissing(askedAt));
      }
    } catch (IOException e) {
      // silence: who waits for the answer asks again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells LeaseWritten, LeaseWriteRefused or LeaseWriteUnknown. */
  public void write(long id, LeaseRecord lease) {
    if (calls.isShutdown()) {
      return;
    }
    calls.execute(() -> listener.accept(writeNow(id, lease)));
  }

  private LeaseEvent writeNow(long id, LeaseRecord lease) {
    try {
      KubeApi.Answer answer = lease.version().isEmpty() ? create(lease) : patch(lease);
      return switch (answer.status()) {
        case 200, 201 -> new LeaseEvent.LeaseWritten(id, LeaseJson.read(answer.body()));
        // it had changed, is gone or is there already; or we may not
        case 401, 403, 404, 409, 422 -> new LeaseEvent.LeaseWriteRefused(id);
        default -> new LeaseEvent.LeaseWriteUnknown(id);
      };
    } catch (IOException e) {
      return new LeaseEvent.LeaseWriteUnknown(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LeaseEvent.LeaseWriteUnknown(id);
    }
  }

  private KubeApi.Answer create(LeaseRecord lease) throws IOException, InterruptedException {
    String body = LeaseJson.write(lease, leaseMillis, wallClock.instant(), name);
    return api.send("POST", collection, "application/json", body, LIMIT);
  }

  private KubeApi.Answer patch(LeaseRecord lease) throws IOException, InterruptedException {
    String body = LeaseJson.write(lease, leaseMillis, wallClock.instant(), null);
    return api.send("PATCH", collection + "/" + name, "application/merge-patch+json", body, LIMIT);
  }

  String watchPath(int seconds) {
    return collection
        + "?watch=true&fieldSelector=metadata.name%3D"
        + name
        + "&timeoutSeconds="
        + seconds;
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
