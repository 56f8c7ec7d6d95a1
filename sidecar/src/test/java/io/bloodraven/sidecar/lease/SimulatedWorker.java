package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import java.util.ArrayList;
import java.util.List;

/** An orchestrator without sense: promotes whom it likes, when it likes, several at once. */
final class SimulatedWorker {
  private static final String NAME = "worker";

  private final SimulatedWorld world;

  SimulatedWorker(SimulatedWorld world) {
    this.world = world;
  }

  void work() {
    SimulatedSite candidate = world.anySite();
    long epoch =
        Math.max(
            world.api.lease().epoch() + 1, world.anySite().highestEpoch() + world.pick(0, 1, 1));
    List<FenceProof> proofs = new ArrayList<>();
    if (world.chance(0.7)) {
      String holder = world.api.lease().holderSite();
      for (SimulatedSite site : world.sites) {
        if (site.name.equals(holder) || world.chance(0.2)) {
          fence(site, candidate, epoch, proofs);
        }
      }
      if (world.chance(0.3)) {
        world.in(world.uniform(500, 3_000), () -> claim(candidate, epoch, proofs));
      }
    } else {
      claim(candidate, epoch, proofs);
    }
    double pause = world.chance(0.5) ? world.uniform(200, 2_000) : world.uniform(2_000, 15_000);
    world.in(pause, this::work);
  }

  private void fence(
      SimulatedSite site, SimulatedSite candidate, long epoch, List<FenceProof> proofs) {
    boolean onlyIfDead = world.chance(0.1);
    FenceRequest request = new FenceRequest("ns", "g", site.name, epoch, onlyIfDead, "test");
    site.ask(
        NAME,
        ticket -> new LeaseEvent.FenceAsked(ticket, request),
        reply -> {
          FenceReply fence = (FenceReply) reply;
          FenceProof proof = fence.proof();
          if (proof != null) {
            world.count("proofs");
            proofs.add(proof);
            world.in(world.uniform(0, 500), () -> claim(candidate, epoch, proofs));
          }
        });
  }

  private void claim(SimulatedSite candidate, long epoch, List<FenceProof> proofs) {
    ClaimRequest request = new ClaimRequest("ns", "g", candidate.name, epoch, proofs);
    candidate.ask(
        NAME,
        ticket -> new LeaseEvent.ClaimAsked(ticket, request),
        reply -> {
          if (((ClaimReply) reply).taken()) {
            world.count("claims");
            open(candidate, epoch, proofs);
          }
        });
  }

  private void open(SimulatedSite candidate, long epoch, List<FenceProof> proofs) {
    OpenRequest request = new OpenRequest("ns", "g", candidate.name, epoch, proofs, 8_000);
    candidate.ask(NAME, ticket -> new LeaseEvent.OpenAsked(ticket, request), reply -> {});
    if (world.chance(0.5)) {
      world.in(
          world.uniform(100, 2_000),
          () ->
              candidate.ask(
                  NAME, ticket -> new LeaseEvent.OpenAsked(ticket, request), reply -> {}));
    }
  }
}
