package io.bloodraven.playground.simulation;

import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.sidecar.lease.LeaseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Workers without sense: they promote whom they like, when they like, several at once, with
 * whatever proofs they have. Nothing they do may open two sites.
 */
final class Workers {
  private static final int REMEMBERED = 30;

  private record Command(Site site, LongFunction<LeaseEvent> question, Consumer<Record> answer) {}

  private final World world;
  private final List<Command> given = new ArrayList<>();
  private final List<FenceProof> collected = new ArrayList<>();

  Workers(World world) {
    this.world = world;
  }

  long nextEpoch(Draw draw) {
    long seen = draw.of(world.sites()).pod().view().highestEpoch();
    return Math.max(world.api().lease().epoch() + 1, seen + draw.of(0, 1, 1));
  }

  /** Fences some, or nobody, and claims. */
  void promote(Draw draw, Site candidate) {
    long epoch = nextEpoch(draw);
    List<FenceProof> proofs = new ArrayList<>(draw.chance(0.3) ? collected : List.of());
    if (draw.chance(0.6)) {
      String holder = world.api().lease().holderSite();
      for (Site site : world.sites()) {
        if (site.name().equals(holder) || draw.chance(0.2)) {
          fence(draw, site, epoch, proofs, () -> claim(draw, candidate, epoch, proofs));
        }
      }
      if (draw.chance(0.3)) {
        world.in(draw.between(500, 3_000), () -> claim(draw, candidate, epoch, proofs));
      }
    } else {
      claim(draw, candidate, epoch, proofs);
    }
  }

  /** Two at the same time, perhaps at the same epoch. */
  void rivals(Draw draw) {
    long epoch = nextEpoch(draw);
    claim(draw, draw.of(world.sites()), epoch, List.of());
    long other = epoch + draw.below(2);
    Site second = draw.of(world.sites());
    world.in(draw.between(0, 200), () -> claim(draw, second, other, List.of()));
  }

  /** One takes the Lease, is fenced before it opens, and the next has its word. */
  void chain(Draw draw) {
    long epoch = nextEpoch(draw);
    Site first = draw.of(world.sites());
    Site second = draw.of(world.sites());
    claim(draw, first, epoch, List.of());
    double lease = world.settings().timings().lease();
    world.in(
        draw.between(50, draw.chance(0.5) ? 1_000 : lease),
        () -> {
          List<FenceProof> proofs = new ArrayList<>();
          fence(draw, first, epoch + 1, proofs, () -> claim(draw, second, epoch + 1, proofs));
        });
  }

  /** Something said before is said again, as by a worker that was stopped for a while. */
  void late(Draw draw) {
    for (int i = 0; i < 3 && !world.api().lies() && !given.isEmpty(); i++) {
      Command command = draw.of(given);
      command.site.ask(world.workerNode(), command.question, command.answer);
    }
  }

  void fence(Draw draw, Site site, long epoch, List<FenceProof> proofs, Runnable then) {
    boolean onlyIfDead = draw.chance(0.1);
    FenceRequest request =
        new FenceRequest(World.NAMESPACE, World.GROUP, site.name(), epoch, onlyIfDead, "simulated");
    give(
        site,
        ticket -> new LeaseEvent.FenceAsked(ticket, request),
        reply -> {
          if (reply instanceof FenceReply fence && fence.proof() != null) {
            FenceProof proof = fence.proof();
            proofs.add(proof);
            collected.add(proof);
            world.in(draw.between(0, 500), then);
          }
        });
  }

  void claim(Draw draw, Site candidate, long wanted, List<FenceProof> proofs) {
    long epoch = world.api().lies() ? Math.max(wanted, aboveAll()) : wanted;
    ClaimRequest request =
        new ClaimRequest(World.NAMESPACE, World.GROUP, candidate.name(), epoch, proofs);
    give(
        candidate,
        ticket -> new LeaseEvent.ClaimAsked(ticket, request),
        reply -> {
          if (reply instanceof ClaimReply claim && claim.taken()) {
            open(draw, candidate, epoch, proofs);
          }
        });
  }

  /** While the Lease lies, whoever claims has to have asked everybody. */
  private long aboveAll() {
    return 1
        + world.sites().stream()
            .mapToLong(site -> site.pod().view().highestEpoch())
            .max()
            .orElse(0);
  }

  void open(Draw draw, Site candidate, long epoch, List<FenceProof> proofs) {
    OpenRequest request =
        new OpenRequest(World.NAMESPACE, World.GROUP, candidate.name(), epoch, proofs, 8_000);
    LongFunction<LeaseEvent> question = ticket -> new LeaseEvent.OpenAsked(ticket, request);
    give(candidate, question, reply -> {});
    if (draw.chance(0.5)) {
      world.in(draw.between(100, 2_000), () -> give(candidate, question, reply -> {}));
    }
  }

  private void give(Site site, LongFunction<LeaseEvent> question, Consumer<Record> answer) {
    given.add(new Command(site, question, answer));
    if (given.size() > REMEMBERED) {
      given.removeFirst();
    }
    site.ask(world.workerNode(), question, answer);
  }
}
