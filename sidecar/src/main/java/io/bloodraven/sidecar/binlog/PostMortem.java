package io.bloodraven.sidecar.binlog;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.mysql.MysqldProcess;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a dead server had executed: read from its binary log in a thread of its own, once for each
 * death, while watchers and workers hear of that. A fence is acknowledged with it, and whatever
 * comes of it, is held up for 100 ms at most. A file that takes longer is read to its end for
 * whoever asks again.
 */
public final class PostMortem {
  private static final long LIMIT_MILLIS = 100;

  /** {@link BinaryLog#gtids} of the server. */
  public interface Reading {
    GtidSet gtids() throws IOException;
  }

  private final MysqldProcess process;
  private final Reading binaryLog;
  private final SidecarLog log;
  private @Nullable FutureTask<GtidSet> reading;

  public PostMortem(MysqldProcess process, Reading binaryLog, SidecarLog log) {
    this.process = process;
    this.binaryLog = binaryLog;
    this.log = log;
  }

  /**
   * The server was seen: a dead one's log is read, of one that starts nothing is known any more.
   * Any other state may be told late, of a server that has died since.
   */
  public synchronized void seen(ServerState state) {
    if (state == ServerState.DEAD) {
      var _ = begun(); // a fence that killed the server may have come first
      return;
    }
    FutureTask<GtidSet> earlier = reading;
    if (state == ServerState.STARTING && earlier != null) {
      earlier.cancel(true);
      reading = null;
    }
  }

  /**
   * The acknowledgement of a fence, with the exact set if the server has gone without telling it.
   */
  public FenceReply complete(FenceReply reply) {
    if (!reply.fenced() || reply.exact()) {
      return reply;
    }
    try {
      GtidSet logged = begun().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      GtidSet all = GtidSet.parse(reply.gtidExecuted()).union(logged);
      return new FenceReply(
          true,
          reply.refusal(),
          reply.highestEpoch(),
          reply.proof(),
          ServerState.DEAD,
          all.toString(),
          // what it had by a clone was never logged: whether it had some was to be asked in time
          !reply.gtidExecuted().isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return reply;
    } catch (ExecutionException
        | TimeoutException
        | CancellationException
        | IllegalArgumentException e) {
      return reply;
    }
  }

  private synchronized FutureTask<GtidSet> begun() {
    FutureTask<GtidSet> begun = reading;
    if (begun == null || begun.state() == Future.State.FAILED) {
      begun = new FutureTask<>(this::read);
      reading = begun;
      Thread.ofPlatform().daemon().name("post-mortem").start(begun);
    }
    return begun;
  }

  /** A server that lives, or came back meanwhile, may write to the file. */
  private GtidSet read() throws IOException {
    long began = System.nanoTime();
    try {
      requireGone();
      GtidSet logged = binaryLog.gtids();
      requireGone();
      long millis = (System.nanoTime() - began) / 1_000_000;
      log.info("read the binary log of a dead server", "gtids", logged, "millis", millis);
      return logged;
    } catch (IOException | RuntimeException e) {
      log.warn("what the server had executed at last is not known", "error", e.getMessage());
      throw e;
    }
  }

  private void requireGone() throws IOException {
    if (process.find().isPresent()) {
      throw new IOException("mysqld runs, so its binary log is not read");
    }
  }
}
