package io.bloodraven.playground.simulation;

import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Stories in which several things must go wrong in the right order; left to chance they would
 * hardly ever meet.
 */
final class Plots {
  private final World world;
  private final Faults faults;
  private final Workers workers;

  Plots(World world, Faults faults, Workers workers) {
    this.world = world;
    this.faults = faults;
    this.workers = workers;
  }

  private double lease() {
    return world.settings().timings().lease();
  }

  private Site holder(Draw draw) {
    String name = world.api().lease().holderSite();
    return name.isEmpty() ? draw.of(world.sites()) : world.site(name);
  }

  private Site other(Draw draw, Site than) {
    Site site = draw.of(world.sites());
    return site == than ? world.sites().get((site.node() + 1) % world.sites().size()) : site;
  }

  /** A fault that waits for a moment. */
  void ambush(Draw draw) {
    Moment moment = draw.of(Moment.values());
    int kind = draw.below(9);
    world
        .ambushes()
        .lay(
            moment,
            4 * lease(),
            site -> {
              switch (kind) {
                case 0 -> faults.forget(draw, site);
                case 1 -> faults.forget(draw, other(draw, site));
                case 2 -> faults.apiOutage(faults.aWhile(draw));
                case 3 -> faults.cutFromApi(site, faults.aWhile(draw));
                case 4 -> faults.isolate(draw, site);
                case 5 -> site.pod().freeze(faults.aWhile(draw));
                case 6 -> holder(draw).pod().freeze(faults.aWhile(draw));
                case 7 -> faults.healSites();
                default -> workers.promote(draw, other(draw, site));
              }
            });
  }

  /**
   * The holder is cut off or frozen, somebody else opens; then the old holder can ask its peers
   * again while nobody, or hardly anybody, can read the Lease, and some peers have forgotten.
   */
  void staleHolder(Draw draw) {
    Site old = holder(draw);
    double away = 4 * lease();
    for (int node = 0; node < world.network().nodes(); node++) {
      if (node != old.node()) {
        world.network().cutBoth(old.node(), node, away);
      }
    }
    if (draw.chance(0.3)) {
      old.pod().freeze(draw.between(0.5, 3) * lease());
    }
    Site next = other(draw, old);
    world.in(draw.between(0, 0.5 * lease()), () -> workers.promote(draw, next));
    world
        .ambushes()
        .lay(
            Moment.OPENED,
            3 * lease(),
            opener -> world.in(draw.between(0, 500), () -> returns(draw, old, opener)));
  }

  private void returns(Draw draw, Site old, Site opener) {
    if (draw.chance(0.7)) {
      faults.apiOutage(3 * lease());
    }
    faults.cutFromApi(old, 3 * lease());
    boolean all = draw.chance(0.5);
    for (Site site : world.sites()) {
      if (site != old && (all || site == opener || draw.chance(0.3)) && draw.chance(0.8)) {
        faults.forget(draw, site);
      }
    }
    if (draw.chance(0.3)) {
      long epoch = world.api().lease().epoch() + 1;
      workers.fence(draw, opener, epoch, new ArrayList<>(), () -> {});
    }
    world.in(draw.between(0, 500), faults::healSites);
  }

  /**
   * A peer is cut off until it is dropped from the electorate; the answer to that change, or the
   * change itself, is lost, and the peer is promoted. Or the same when it comes back.
   */
  void droppedPeer(Draw draw) {
    Site holder = holder(draw);
    Site peer = other(draw, holder);
    double grace = world.settings().timings().electorateGrace();
    world.network().cutBoth(holder.node(), peer.node(), Math.min(grace + lease(), 5 * lease()));
    if (draw.chance(0.3)) {
      losesAnswer(draw, holder, peer, 5 * lease());
    } else {
      world
          .ambushes()
          .lay(
              Moment.ELECTORATE_WRITTEN,
              5 * lease(),
              dropping ->
                  world.in(
                      draw.between(0, 0.5 * lease()),
                      () -> {
                        world.network().heal(dropping.node(), peer.node());
                        faults.seesApi(dropping);
                        losesAnswer(draw, dropping, peer, 3 * lease());
                      }));
    }
  }

  private void losesAnswer(Draw draw, Site holder, Site peer, double within) {
    boolean lost = draw.chance(0.5);
    world
        .ambushes()
        .lay(
            lost ? Moment.ELECTORATE_SENT : Moment.ELECTORATE_WRITTEN,
            within,
            at -> {
              world.count(Happening.ELECTORATE_ANSWER_LOST);
              for (Site site : world.sites()) {
                if (site == holder || (site != peer && draw.chance(0.8))) {
                  faults.cutFromApi(site, 3 * lease());
                }
              }
              if (draw.chance(0.7)) {
                for (Site site : world.sites()) {
                  if (site != peer) {
                    world.network().cutBoth(site.node(), peer.node(), 3 * lease());
                  }
                }
              }
              faults.seesApi(peer);
              world.network().heal(peer.node(), world.workerNode());
              List<Double> delays = List.of(draw.between(0, 100), lease() * draw.between(0.2, 1.2));
              for (double delay : delays) {
                world.in(
                    delay,
                    () -> workers.claim(draw, peer, world.api().lease().epoch() + 1, List.of()));
              }
            });
  }

  /**
   * The holder's node is cut off and its pod deleted by force: a successor of the same name starts
   * while the old one is still open. Somebody asks the successor to be fenced.
   */
  void abandonedPod(Draw draw) {
    Site site = holder(draw);
    if (world.api().lease().electorate().size() < 2) {
      return; // alone on its list it needs nobody: safety.md says what that asks of people
    }
    site.abandonPod(draw.of(20.0, 200.0, 1_000.0));
    long epoch = workers.nextEpoch(draw);
    Site next = draw.of(world.sites());
    var proofs = new ArrayList<FenceProof>();
    world.in(
        draw.between(100, 0.7 * lease()),
        () ->
            workers.fence(
                draw, site, epoch, proofs, () -> workers.claim(draw, next, epoch, proofs)));
    world.in(draw.between(0.2, 1.5) * lease(), () -> workers.claim(draw, next, epoch + 1, proofs));
  }

  /**
   * The holder freezes, open; one that promised to it takes the Lease and is fenced, unopened; the
   * next, which has just forgotten what it promised itself, has that word.
   */
  void forgetfulPromotion(Draw draw) {
    Site holder = holder(draw);
    Site first = other(draw, holder);
    Site second = other(draw, first);
    if (draw.chance(0.7)) {
      holder.pod().freeze(draw.between(0.3, 1.5) * lease());
    } else {
      faults.cutFromApi(holder, 2 * lease());
    }
    if (draw.chance(0.7)) {
      faults.forget(draw, draw.chance(0.7) ? second : first);
    }
    world.in(
        draw.between(20, 600),
        () -> workers.claim(draw, first, world.api().lease().epoch() + 1, List.of()));
    world
        .ambushes()
        .lay(
            Moment.CLAIMED,
            0.5 * lease(),
            claimed -> {
              long epoch = world.api().lease().epoch() + 1;
              var proofs = new ArrayList<FenceProof>();
              workers.fence(
                  draw, claimed, epoch, proofs, () -> workers.claim(draw, second, epoch, proofs));
            });
  }

  /**
   * A claim reaches the Lease and its answer does not come back; the next takes the Lease over it.
   * The first is asked again, and then an old word of the watch tells it of its success.
   */
  void retriedClaim(Draw draw) {
    Site first = draw.of(world.sites());
    Site second = other(draw, first);
    long epoch = workers.nextEpoch(draw);
    workers.claim(draw, first, epoch, List.of());
    world
        .ambushes()
        .lay(
            Moment.TAKEN,
            0.5 * lease(),
            taker -> {
              LeaseRecord taken = world.api().lease();
              Pod pod = taker.pod();
              int life = pod.life();
              world.network().cut(world.apiNode(), taker.node(), 2 * lease());
              List<FenceProof> proofs = new ArrayList<>();
              world.in(
                  draw.between(0, 0.3 * lease()),
                  () -> {
                    if (draw.chance(0.5)) {
                      workers.fence(
                          draw,
                          taker,
                          epoch,
                          proofs,
                          () -> workers.claim(draw, second, epoch + 1, proofs));
                    }
                    workers.claim(draw, second, epoch + 1, List.of());
                  });
              double late = draw.between(0.3, 1.6) * lease();
              for (double sooner : List.of(100.0, 900.0, 1_700.0)) {
                world.in(
                    Math.max(0, late - sooner),
                    () -> workers.claim(draw, taker, taken.epoch(), List.of()));
              }
              world.in(
                  late,
                  () -> pod.hear(life, () -> new LeaseEvent.LeaseRead(taken, LeaseEvent.WATCHED)));
            });
  }

  /** A candidate restarts between taking the Lease and opening, and is asked to open again. */
  void interruptedPromotion(Draw draw) {
    Site candidate = other(draw, holder(draw));
    long epoch = workers.nextEpoch(draw);
    world
        .ambushes()
        .lay(
            Moment.CLAIMED,
            0.5 * lease(),
            claimed -> {
              claimed.pod().restartSidecar(draw.of(20.0, 100.0, 500.0));
              for (double later : List.of(700.0, 1_500.0, 3_000.0)) {
                world.in(later, () -> workers.open(draw, claimed, epoch, List.of()));
              }
            });
    workers.claim(draw, candidate, epoch, List.of());
  }
}
