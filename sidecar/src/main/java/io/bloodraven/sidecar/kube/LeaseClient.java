package io.bloodraven.sidecar.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes one Lease. Every call returns at once; what came of it is told as an event. A
 * read that is asked for while one is under way is not made twice. The end of the API's client ends
 * the calls.
 */
public final class LeaseClient {
  private static final Duration LIMIT = Duration.ofMillis(1_500);
  private static final String JSON_TYPE = "application/json";
  private static final String MANAGER = "?fieldManager=bloodraven-sidecar";
  private static final int KEPT = 8;
  private static final Set<Integer> READ_ANSWERS = Set.of(200, 404);
  private static final Set<Integer> WRITE_ANSWERS = Set.of(200, 201, 404, 409);

  private final KubeApi api;
  private final String collection;
  private final String name;
  private final long leaseMillis;
  private final LongSupplier monotonicMillis;
  private final Clock wallClock;
  private final Consumer<LeaseEvent> listener;
  private final SidecarLog log;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final LinkedHashMap<String, Map<?, ?>> objects = new LinkedHashMap<>();
  private volatile String trustTrouble = "";
  private volatile String readTrouble = "";
  private volatile String writeTrouble = "";

  public LeaseClient(
      KubeApi api,
      String namespace,
      String name,
      long leaseMillis,
      LongSupplier monotonicMillis,
      Clock wallClock,
      Consumer<LeaseEvent> listener,
      SidecarLog log) {
    this.api = api;
    this.collection = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    this.name = name;
    this.leaseMillis = leaseMillis;
    this.monotonicMillis = monotonicMillis;
    this.wallClock = wallClock;
    this.listener = listener;
    this.log = log;
  }

  /**
   * What the API server last refused to do, with its status code, or why it is not asked; empty
   * when neither is so.
   */
  public String trouble() {
    return Stream.of(trustTrouble, readTrouble, writeTrouble)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Tells LeaseRead or LeaseMissing, or nothing when the API does not answer in time. */
  public void read() {
    if (reading.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
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
      trustTrouble = "";
      readTrouble = told(readTrouble, "read", answer.status(), READ_ANSWERS);
      if (answer.status() == 200) {
        listener.accept(new LeaseEvent.LeaseRead(take(answer.body()), askedAt));
      } else if (answer.status() == 404) {
        listener.accept(new LeaseEvent.LeaseMissing(askedAt));
      }
    } catch (KubeApi.Untrusted e) {
      trustTrouble = untrusted(trustTrouble, e);
    } catch (IOException e) {
      trustTrouble = "";
      // silence: who waits for the answer asks again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells LeaseWritten, LeaseWriteRefused or LeaseWriteUnknown. */
  public void write(long id, LeaseRecord lease) {
    Thread.startVirtualThread(() -> listener.accept(writeNow(id, lease)));
  }

  private LeaseEvent writeNow(long id, LeaseRecord lease) {
    try {
      Map<?, ?> read = lease.version().isEmpty() ? LeaseJson.blank(name) : read(lease.version());
      if (read == null) {
        return new LeaseEvent.LeaseWriteRefused(id, false); // long past: it has changed since
      }
      String body = LeaseJson.write(read, lease, leaseMillis, wallClock.instant());
      KubeApi.Answer answer =
          lease.version().isEmpty()
              ? api.send("POST", collection + MANAGER, JSON_TYPE, body, LIMIT)
              : api.send("PUT", collection + "/" + name + MANAGER, JSON_TYPE, body, LIMIT);
      writeTrouble = told(writeTrouble, "written", answer.status(), WRITE_ANSWERS);
      return switch (answer.status()) {
        case 200, 201 -> new LeaseEvent.LeaseWritten(id, take(answer.body()));
        case 401, 403 -> new LeaseEvent.LeaseWriteRefused(id, true);
        // it had changed, is gone or is there already
        case 404, 409, 422 -> new LeaseEvent.LeaseWriteRefused(id, false);
        default -> new LeaseEvent.LeaseWriteUnknown(id);
      };
    } catch (IOException e) {
      return new LeaseEvent.LeaseWriteUnknown(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LeaseEvent.LeaseWriteUnknown(id);
    }
  }

  /** Logs a new trouble once; an answer that belongs to the protocol is none. */
  private String told(String before, String verb, int status, Set<Integer> expected) {
    if (expected.contains(status)) {
      return "";
    }
    String trouble =
        "the Lease %s cannot be %s: the Kubernetes API answers %d".formatted(name, verb, status);
    if (!trouble.equals(before)) {
      log.warn("the Kubernetes API refuses", "lease", name, "verb", verb, "status", status);
    }
    return trouble;
  }

  private String untrusted(String before, KubeApi.Untrusted e) {
    String trouble =
        "the Lease %s cannot be read: %s (%s)".formatted(name, e.getMessage(), e.getCause());
    if (!trouble.equals(before)) {
      log.warn("the Kubernetes API is not asked", "lease", name, "error", trouble);
    }
    return trouble;
  }

  private LeaseRecord take(String json) throws IOException {
    return take(JSON.std.mapFrom(json));
  }

  /** Takes in an object from the API server; a write is made from the object of its version. */
  LeaseRecord take(Map<?, ?> object) throws IOException {
    LeaseRecord lease = LeaseJson.read(object);
    synchronized (objects) {
      objects.put(lease.version(), object);
      if (objects.size() > KEPT) {
        objects.remove(objects.sequencedKeySet().getFirst());
      }
    }
    return lease;
  }

  private @Nullable Map<?, ?> read(String version) {
    synchronized (objects) {
      return objects.get(version);
    }
  }

  String watchPath(int seconds) {
    return collection
        + "?watch=true&fieldSelector=metadata.name%3D"
        + name
        + "&timeoutSeconds="
        + seconds;
  }
}
