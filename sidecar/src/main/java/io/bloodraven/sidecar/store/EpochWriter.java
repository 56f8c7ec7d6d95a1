package io.bloodraven.sidecar.store;

import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.lease.StoredState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Saves on threads other than the caller's, one save at a time: whoever has to close the server in
 * time must not hang with a disk that hangs. To be used by one thread.
 */
public final class EpochWriter {
  /** A disk that is busy takes some ten milliseconds; closing has two seconds. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Where states are saved; on disk when it returns. */
  public interface Disk {
    /** Saves; when this fails nobody knows whether the state is on disk. */
    void save(StoredState state) throws IOException;
  }

  private record Save(StoredState state, FutureTask<Boolean> task) {}

  private final Disk disk;
  private final SidecarLog log;
  private @Nullable StoredState unsaved;
  private @Nullable Save underWay;

  public EpochWriter(Disk disk, SidecarLog log) {
    this.disk = disk;
    this.log = log;
  }

  /**
   * Saves, and waits half a second for it at most.
   *
   * @return whether it is on disk; if not, {@link #isSaved} tells when it is
   */
  public boolean save(StoredState state) {
    unsaved = state;
    return settle(PATIENCE);
  }

  /**
   * Whether everything is on disk. What has failed is tried again; what hangs is not waited for.
   */
  public boolean isSaved() {
    return settle(Duration.ZERO);
  }

  private boolean settle(Duration patience) {
    StoredState state = unsaved;
    while (state != null) {
      Save save = underWay == null ? begin(state) : underWay;
      if (!finished(save, patience)) {
        return false;
      }
      if (save.state().equals(state)) {
        unsaved = null;
        return true;
      }
      // an earlier one, which had hung
    }
    return true;
  }

  private Save begin(StoredState state) {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          disk.save(state);
          return true;
        });
    Save save = new Save(state, task);
    underWay = save;
    Thread.ofPlatform().daemon().name("epoch-writer").start(task);
    return save;
  }

  /** False when it has not come back, or has failed. */
  private boolean finished(Save save, Duration patience) {
    try {
      save.task().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      underWay = null;
      return true;
    } catch (TimeoutException e) {
      if (!patience.isZero()) {
        log.warn(
            "the epoch store has not taken a write yet; nothing is promised",
            "millis",
            patience.toMillis());
      }
      return false;
    } catch (ExecutionException e) {
      underWay = null;
      log.warn("the epoch store does not take a write; nothing is promised", "error", e.getCause());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
