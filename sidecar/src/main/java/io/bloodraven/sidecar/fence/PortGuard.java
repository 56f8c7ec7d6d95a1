package io.bloodraven.sidecar.fence;

import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.sidecar.SidecarLog;
import java.util.function.LongSupplier;

/**
 * The network guard: packet filter rules of the pod that answer clients of MySQL with a reset,
 * unless the port is an element of a set, and the kernel takes it out when the lease is over. So a
 * host that thaws after its lease acknowledges nothing, whoever is still frozen. Loopback is
 * exempt: the sidecar can always close the server.
 *
 * <p>Invariant: a time that was worked out before a freeze never reopens a port that ran shut. An
 * extension takes the element out and puts it in again, in one transaction, and the kernel refuses
 * to take out what has run out.
 *
 * <p>For one thread, but for the questions.
 */
public final class PortGuard {
  private static final String TABLE = "inet bloodraven_guard";

  /** Setting the rules makes the kernel wait for its packets in flight. */
  private static final long RULES_LIMIT = 1_000;

  private static final int ATTEMPTS = 3;

  /** What of it is in the kernel. */
  private enum Rules {
    NONE,
    /** They let clients in until the element runs out. */
    SET,
    /** They are of no use any more, or nobody knows what they are, and could not be removed. */
    LEFT
  }

  private final NetworkGuard mode;
  private final int port;
  private final Nft nft;
  private final LongSupplier monotonicMillis;
  private final long marginMillis;
  private final SidecarLog log;
  private volatile Rules rules = Rules.NONE;
  private volatile long runsOutAt;
  private volatile String trouble = "";

  /**
   * @param port of MySQL
   * @param marginMillis how long before the lease's end the port runs shut; covers the time that a
   *     change takes to reach the kernel
   */
  public PortGuard(
      NetworkGuard mode,
      int port,
      Nft nft,
      LongSupplier monotonicMillis,
      long marginMillis,
      SidecarLog log) {
    this.mode = mode;
    this.port = port;
    this.nft = nft;
    this.monotonicMillis = monotonicMillis;
    this.marginMillis = marginMillis;
    this.log = log;
  }

  /** At start: an earlier life of this sidecar in the same pod may have left rules. */
  void look() throws InterruptedException {
    if (mode == NetworkGuard.OFF) {
      return;
    }
    try {
      if (nft.run("list tables\n", RULES_LIMIT).contains("table " + TABLE)) {
        runsOutAt = monotonicMillis.getAsLong();
        rules = Rules.SET;
      }
    } catch (NftException e) {
      failed("the network guard is not to be had", e);
    }
  }

  /**
   * To be called before the server is opened: from now on clients are let in until shortly before
   * {@code openUntil}.
   *
   * @throws NftException when the server must not be opened, for the guard is demanded or shuts
   *     clients out
   */
  void arm(long openUntil) throws NftException, InterruptedException {
    if (mode == NetworkGuard.OFF) {
      return;
    }
    long now = monotonicMillis.getAsLong();
    long left = left(openUntil, now);
    if (left <= 0) {
      throw NftException.refused("the lease ran out before the network guard was set");
    }
    try {
      nft.run(rules(left), RULES_LIMIT);
      runsOutAt = now + left;
      rules = Rules.SET;
      trouble = "";
    } catch (NftException e) {
      failed("the network guard cannot be set", e);
      if (e.isUncertain()) {
        rules = Rules.LEFT;
      }
      if (mode == NetworkGuard.ON || isInPlace()) {
        throw e;
      }
    }
  }

  /** Lets clients in until shortly before {@code openUntil}, if they still are let in. */
  void extend(long openUntil) throws InterruptedException {
    if (!isSet()) {
      return;
    }
    long limit = marginMillis * 4 / 5;
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long now = monotonicMillis.getAsLong();
        long left = left(openUntil, now);
        if (left <= 0) {
          break;
        }
        nft.run(extension(left), limit);
        if (monotonicMillis.getAsLong() - now <= limit) {
          runsOutAt = now + left;
          trouble = "";
          return;
        }
        // the pod stood still meanwhile, so the kernel began to count too late
      }
      runsOutAt = monotonicMillis.getAsLong();
      nft.run("flush set " + TABLE + " open\n", limit);
    } catch (NftException e) {
      failed("the network guard was not extended", e);
    }
  }

  /** To be called once the server is proven closed: reads, probes and replication come in again. */
  void free() throws InterruptedException {
    if (!isInPlace()) {
      return;
    }
    rules = Rules.LEFT;
    try {
      nft.run(removal(), RULES_LIMIT);
      rules = Rules.NONE;
      trouble = "";
    } catch (NftException e) {
      failed("the network guard cannot be removed", e);
    }
  }

  /** Whether there may be rules that shut clients out, now or later. */
  boolean isInPlace() {
    return rules != Rules.NONE;
  }

  /** Whether there are rules that were not told to go. */
  boolean isSet() {
    return rules == Rules.SET;
  }

  /** Whether clients of an open server are shut out although the lease may go on. */
  boolean hasRunOut() {
    return isSet() && monotonicMillis.getAsLong() >= runsOutAt;
  }

  /** Whether the kernel shuts clients out when nobody else does. */
  public boolean isArmed() {
    return isSet() && !hasRunOut();
  }

  /** What does not work with it, empty when all is well. */
  public String trouble() {
    return trouble;
  }

  private long left(long openUntil, long now) {
    return openUntil - marginMillis - now;
  }

  private void failed(String what, NftException e) {
    String said = what + ": " + e.getMessage();
    if (!said.equals(trouble)) {
      log.warn(what, "mode", mode.text(), "error", e.getMessage());
      trouble = said;
    }
  }

  /** Resets go out, or those that answer clients would be shut in themselves. */
  private String rules(long left) {
    return removal()
        + """
        table %1$s {
          set open { type inet_service; flags timeout; elements = { %2$d timeout %3$dms }; }
          chain input {
            type filter hook input priority filter; policy accept;
            iif != "lo" tcp dport %2$d tcp dport != @open reject with tcp reset
          }
          chain output {
            type filter hook output priority filter; policy accept;
            oif != "lo" tcp sport %2$d tcp flags & rst == 0 tcp sport != @open reject with tcp reset
          }
        }
        """
            .formatted(TABLE, port, left);
  }

  private String extension(long left) {
    return """
    delete element %1$s open { %2$d }
    add element %1$s open { %2$d timeout %3$dms }
    """
        .formatted(TABLE, port, left);
  }

  /** Added first, so that there is something to delete. */
  private static String removal() {
    return "add table %1$s\ndelete table %1$s\n".formatted(TABLE);
  }
}
