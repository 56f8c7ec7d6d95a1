package io.bloodraven.sidecar.fence;

import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One table with one set of at most one element that runs out, as the kernel keeps it: what has run
 * out cannot be deleted, and a transaction of which one command is refused changes nothing.
 */
public final class TestingNft implements Nft {
  private static final Pattern TIMEOUT = Pattern.compile("timeout (\\d+)ms");

  private final LongSupplier clock;
  private boolean table;
  private long openUntil = Long.MIN_VALUE;
  private long port;
  private int runs;
  private @Nullable NftException failure;
  private Runnable beforeCommit = () -> {};

  public TestingNft(LongSupplier clock) {
    this.clock = clock;
  }

  /** From now on everything fails so; null for works again. */
  public synchronized void failWith(@Nullable NftException failure) {
    this.failure = failure;
  }

  /** Done once, after a command came and before it takes effect. */
  synchronized void beforeNextCommit(Runnable action) {
    beforeCommit = action;
  }

  /** The element is gone, as when its time is over. */
  public synchronized void runOut() {
    openUntil = Long.MIN_VALUE;
  }

  /** Whether clients from other hosts reach the port. */
  public synchronized boolean letsClientsIn() {
    return !table || clock.getAsLong() < openUntil;
  }

  /** Whether the rules are in the kernel. */
  public synchronized boolean hasRules() {
    return table;
  }

  /** Until when clients are let in. */
  synchronized long openUntil() {
    return openUntil;
  }

  /** How often it was called. */
  synchronized int runs() {
    return runs;
  }

  @Override
  public synchronized String run(String commands, long limitMillis) throws NftException {
    runs++;
    Runnable action = beforeCommit;
    beforeCommit = () -> {};
    action.run();
    NftException fails = failure;
    if (fails != null) {
      throw fails;
    }
    if (commands.startsWith("list tables")) {
      return table ? "table inet bloodraven_guard\n" : "";
    }
    if (commands.startsWith("delete element")
        && (!table || openUntil <= clock.getAsLong() || !commands.contains("{ " + port + " }"))) {
      throw NftException.refused("No such file or directory");
    }
    if (commands.startsWith("flush set")) {
      openUntil = Long.MIN_VALUE;
      return "";
    }
    table = commands.contains("element"); // a removal has none
    openUntil = table ? openUntil : Long.MIN_VALUE;
    Matcher timeout = TIMEOUT.matcher(commands);
    if (timeout.find()) {
      openUntil = clock.getAsLong() + Long.parseLong(timeout.group(1));
    }
    Matcher guarded = Pattern.compile("tcp dport (\\d+)").matcher(commands);
    if (guarded.find()) {
      port = Long.parseLong(guarded.group(1));
    }
    return "";
  }
}
