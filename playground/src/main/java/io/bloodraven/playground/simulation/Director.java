package io.bloodraven.playground.simulation;

/** Has the steps of a schedule carried out when they are due. */
final class Director {
  private final World world;
  private final Faults faults;
  private final Workers workers;
  private final Plots plots;

  Director(World world) {
    this.world = world;
    faults = new Faults(world);
    workers = new Workers(world);
    plots = new Plots(world, faults, workers);
  }

  void prepare(Schedule schedule) {
    for (Step step : schedule.steps()) {
      world.in(step.at(), () -> carryOut(step));
    }
  }

  private void carryOut(Step step) {
    world.trace("step", step.kind());
    Draw draw = new Draw(step.seed());
    Site site = site(draw);
    switch (step.kind()) {
      case PAUSE_GROUP -> world.pauseGroup(faults.aWhile(draw));
      case PROMOTE -> workers.promote(draw, draw.of(world.sites()));
      case RIVALS -> workers.rivals(draw);
      case CHAIN -> workers.chain(draw);
      case LATE_COMMAND -> workers.late(draw);
      case ISOLATE -> faults.isolate(draw, site);
      case CUT -> faults.cutAnyLink(draw);
      case API_OUTAGE -> faults.apiOutage(faults.aWhile(draw));
      case API_BLIND -> faults.cutFromApi(site, faults.aWhile(draw));
      case HEAL -> faults.healAll();
      case HEAL_SITES -> faults.healSites();
      case RESTART_SIDECAR -> site.pod().restartSidecar(draw.between(50, 4_000));
      case REPLACE_POD -> site.replacePod(draw.between(50, 4_000));
      case LOSE_VOLUME -> site.loseVolume(draw.between(50, 4_000));
      case FREEZE -> site.pod().freeze(faults.aWhile(draw));
      case KILL_SERVER -> site.pod().killServer(draw.between(100, 5_000));
      case STEP_CLOCK -> faults.stepClock(draw, site);
      case DELETE_LEASE -> world.api().delete();
      case RESTORE_LEASE -> world.api().restore(draw);
      case AMBUSH -> plots.ambush(draw);
      case STALE_HOLDER -> plots.staleHolder(draw);
      case DROPPED_PEER -> plots.droppedPeer(draw);
      case ABANDONED_POD -> plots.abandonedPod(draw);
      case FORGETFUL_PROMOTION -> plots.forgetfulPromotion(draw);
      case RETRIED_CLAIM -> plots.retriedClaim(draw);
      case INTERRUPTED_PROMOTION -> plots.interruptedPromotion(draw);
    }
  }

  /** The holder every other time, for it has the most to break. */
  private Site site(Draw draw) {
    String holder = world.api().lease().holderSite();
    return draw.chance(0.5) && !holder.isEmpty() ? world.site(holder) : draw.of(world.sites());
  }
}
