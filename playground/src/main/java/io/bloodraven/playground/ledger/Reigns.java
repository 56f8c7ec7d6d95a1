package io.bloodraven.playground.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which servers took writes one after another, as far as acknowledgements prove it.
 *
 * <p>The proof is a chain of acknowledged writes, each by another server than the one before, and
 * each sent after the one before was acknowledged; so the skew between client threads, or a slow
 * client, cannot make one up. Its greatest length is the least number of times that the right to
 * write was somewhere else: with one failover it is 2; a server that still takes a write after its
 * successor's first makes it 3.
 */
final class Reigns {
  /** Chains are followed no further: whatever is this long is wrong anyway. */
  static final int LONGEST = 32;

  private record Link(Attempt ack, @Nullable Link before) {}

  private Reigns() {}

  /** A longest chain (cut at {@link #LONGEST}); empty without acknowledged writes. */
  static List<Attempt> chain(Collection<Attempt> attempts) {
    List<Attempt> acks =
        attempts.stream()
            .filter(Attempt::isAcked)
            .sorted(Comparator.comparingLong(Attempt::endNanos))
            .toList();
    // Of all chains of one length that end at a server, the one that ends first can be continued
    // by whatever could continue any of the others.
    Map<String, Link> earliest = new HashMap<>();
    acks.forEach(ack -> earliest.putIfAbsent(ack.server(), new Link(ack, null)));
    Map<String, Link> longest = Map.of();
    for (int length = 1; length <= LONGEST && !earliest.isEmpty(); length++) {
      longest = Map.copyOf(earliest);
      earliest.clear();
      for (Attempt ack : acks) {
        Link before = earlierElsewhere(longest, ack);
        if (before != null) {
          earliest.putIfAbsent(ack.server(), new Link(ack, before));
        }
      }
    }
    return longest.values().stream()
        .min(Comparator.comparingLong(link -> link.ack().endNanos()))
        .map(Reigns::unroll)
        .orElse(List.of());
  }

  private static @Nullable Link earlierElsewhere(Map<String, Link> chains, Attempt ack) {
    for (Link link : chains.values()) {
      if (!link.ack().server().equals(ack.server()) && link.ack().endedBefore(ack)) {
        return link;
      }
    }
    return null;
  }

  private static List<Attempt> unroll(Link last) {
    Deque<Attempt> chain = new ArrayDeque<>();
    for (Link link = last; link != null; link = link.before()) {
      chain.addFirst(link.ack());
    }
    return new ArrayList<>(chain);
  }
}
