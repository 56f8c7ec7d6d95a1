package io.bloodraven.playground.simulation;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.workflows.decision.Candidate;
import io.bloodraven.workflows.decision.CandidateChoice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An emergency failover in small: assess, fence, select, claim, open; each step is tried again. */
final class Failover {
  private static final double ASSESSED_AFTER = 500;
  private static final double FENCED_AFTER = 1_000;
  private static final double RETRY_AFTER = 1_000;
  private static final int MOST_TRIES = 15;

  private final World world;
  private final Group group;
  private final List<String> candidates;
  private final Deque<String> queue = new ArrayDeque<>();
  private long epoch;
  private final Instant started;
  private final Map<String, Heartbeat> heard = new HashMap<>();
  private final List<FenceProof> proofs = new ArrayList<>();
  private String to = "";
  private boolean taken;
  private boolean over;
  private int tries;

  Failover(World world, Group group, List<String> candidates, long epoch) {
    this.world = world;
    this.group = group;
    this.candidates = candidates;
    this.epoch = epoch;
    started = Instant.ofEpochMilli((long) world.now());
  }

  void start() {
    for (Site site : world.sites()) {
      site.status(world.workerNode(), heartbeat -> heard.put(site.name(), heartbeat));
    }
    world.in(ASSESSED_AFTER, this::assess);
  }

  private void assess() {
    long highest =
        heard.values().stream()
            .map(Heartbeat::lease)
            .mapToLong(lease -> Math.max(lease.highestEpoch(), lease.leaseEpoch()))
            .max()
            .orElse(0);
    if (highest > epoch || notNeeded(highest)) {
      end(highest);
      return;
    }
    if (group.activeSite().isEmpty() || candidates.contains(group.activeSite())) {
      select();
    } else {
      fence(group.activeSite());
      world.in(FENCED_AFTER, this::select);
    }
  }

  private boolean notNeeded(long highest) {
    Heartbeat from = heard.get(group.activeSite());
    if (from != null) {
      return from.lease().holdingEpoch() == group.epoch()
          && from.server() == ServerState.UP
          && highest <= group.epoch();
    }
    long threshold = group.spec().silenceThreshold().toMillis();
    return heard.values().stream()
        .map(Heartbeat::lease)
        .anyMatch(lease ->
            isOfActive(lease)
                && (isWithin(lease.vouchedAgoMillis(), threshold)
                    || isWithin(lease.leaseChangedAgoMillis(), threshold)));
  }

  private boolean isOfActive(LeaseView lease) {
    return lease.leaseEpoch() == group.epoch() && lease.holderSite().equals(group.activeSite());
  }

  private static boolean isWithin(long ago, long threshold) {
    return ago >= 0 && ago < threshold;
  }

  /** Has a site closed; its word is used when it comes in time. */
  void fence(String name) {
    FenceRequest request =
        new FenceRequest(World.NAMESPACE, World.GROUP, name, epoch, false, "simulated");
    world
        .site(name)
        .ask(
            world.workerNode(),
            ticket -> new LeaseEvent.FenceAsked(ticket, request),
            reply -> {
              if (reply instanceof FenceReply fence && fence.proof() != null) {
                proofs.add(fence.proof());
              }
            });
  }

  private void select() {
    List<Candidate> able =
        candidates.stream()
            .flatMap(name -> heard.values().stream().filter(beat -> beat.site().equals(name)))
            .filter(beat -> beat.server() == ServerState.UP)
            .map(beat -> new Candidate(beat.site(), GtidSet.parse(beat.gtidReceived())))
            .toList();
    if (CandidateChoice.among(able) instanceof CandidateChoice.Ranked ranked) {
      ranked.ranked().forEach(candidate -> queue.add(candidate.site()));
      to = queue.removeFirst();
      next();
    } else {
      end(0);
    }
  }

  /** Claims until the Lease is taken, then asks for the opening until it is open. */
  private void next() {
    if (over) {
      return;
    }
    if (++tries > MOST_TRIES) {
      end(0);
      return;
    }
    world.in(RETRY_AFTER, this::next);
    if (group.isPaused()) {
      return;
    }
    if (taken) {
      open();
    } else {
      claim();
    }
  }

  private void claim() {
    ClaimRequest request = new ClaimRequest(World.NAMESPACE, World.GROUP, to, epoch, proofs);
    world
        .site(to)
        .ask(
            world.workerNode(),
            ticket -> new LeaseEvent.ClaimAsked(ticket, request),
            reply -> {
              if (reply instanceof ClaimReply claim) {
                if (claim.taken() && !taken && request.epoch() == epoch) {
                  taken = true;
                  open();
                } else if (claim.refusal() == Refusal.NOT_IN_ELECTORATE
                    && !taken
                    && !queue.isEmpty()) {
                  if (request.epoch() == epoch) {
                    fence(to);
                    to = queue.removeFirst();
                    epoch++;
                  }
                } else if (claim.refusal() == Refusal.STALE_EPOCH
                    || claim.refusal() == Refusal.NOT_IN_ELECTORATE) {
                  end(claim.highestEpoch());
                }
              }
            });
  }

  private void open() {
    OpenRequest request = new OpenRequest(World.NAMESPACE, World.GROUP, to, epoch, proofs, 8_000);
    world
        .site(to)
        .ask(
            world.workerNode(),
            ticket -> new LeaseEvent.OpenAsked(ticket, request),
            reply -> {
              if (reply instanceof OpenReply open) {
                if (open.open() && !over) {
                  over = true;
                  group.promoted(request.site(), request.epoch(), started);
                } else if (open.refusal() == Refusal.STALE_EPOCH) {
                  end(open.highestEpoch());
                }
              }
            });
  }

  private void end(long highest) {
    if (!over) {
      over = true;
      world.trace("group", "failover at epoch " + epoch + " given up");
      group.gaveUp(highest);
    }
  }
}
