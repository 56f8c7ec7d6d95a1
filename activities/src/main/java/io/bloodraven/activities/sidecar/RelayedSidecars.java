package io.bloodraven.activities.sidecar;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reaches a sidecar by whichever way there is: directly and, once that has failed or has been
 * silent for a moment, through the sidecars of all other sites at once (safety §4). The first
 * answer counts.
 */
public final class RelayedSidecars {
  /** An answer takes a few milliseconds; one that has not come by now is unlikely to come. */
  private static final Duration DIRECT_ALONE = Duration.ofMillis(120);

  private final SidecarClient sidecars;

  /** Makes its calls with {@code sidecars}. */
  public RelayedSidecars(SidecarClient sidecars) {
    this.sidecars = requireNonNull(sidecars, "sidecars");
  }

  /** What the sidecar of {@code site} says now; empty when nobody reached it within the limit. */
  public Optional<Answer<Heartbeat>> status(
      GroupRef group, String site, List<String> sites, Duration limit) {
    return firstAnswer(
        site,
        sites,
        limit,
        () -> sidecars.status(group, site, limit),
        (by, left) -> sidecars.relayedStatus(group, by, site, left));
  }

  /** Closes the site of the request; empty when nobody reached it within the limit. */
  public Optional<Answer<FenceReply>> fence(
      FenceRequest request, List<String> sites, Duration limit) {
    return firstAnswer(
        request.site(),
        sites,
        limit,
        () -> sidecars.fence(request, limit),
        (by, left) -> sidecars.relayedFence(by, request, left));
  }

  private interface Relay<T> {
    T ask(String by, Duration left) throws SidecarException;
  }

  private static <T> Optional<Answer<T>> firstAnswer(
      String site, List<String> sites, Duration limit, FirstAnswer.Way<T> direct, Relay<T> relay) {
    long end = System.nanoTime() + limit.toNanos();
    FirstAnswer<T> answers = new FirstAnswer<>();
    answers.ask("", direct);
    Optional<Answer<T>> first =
        answers.await(DIRECT_ALONE.compareTo(limit) < 0 ? DIRECT_ALONE : limit);
    if (first.isPresent()) {
      return first;
    }
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    for (String by : sites) {
      if (!by.equals(site)) {
        answers.ask(by, () -> relay.ask(by, left));
      }
    }
    return answers.await(left);
  }
}
