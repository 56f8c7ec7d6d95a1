package io.bloodraven.playground.simulation;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseKeeper;
import io.bloodraven.sidecar.lease.Self;
import io.bloodraven.sidecar.lease.StoredState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pod of a site: production's {@link LeaseKeeper} in a sidecar that can stop, die and start
 * again, a clock of its own, a disk, and a server.
 */
final class Pod {
  /** Data is not simulated: every site has the same. */
  private static final String DATA = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5";

  private final World world;
  private final Site site;
  private final String uid;
  private final Server server = new Server(this);
  private final Draw draw;
  private final Orders orders;
  private final double rate;
  private final double offset;
  private final Map<Long, Consumer<Record>> tickets = new HashMap<>();
  private LeaseKeeper keeper;
  private @Nullable StoredState disk;
  private int life;
  private long nextTicket;
  private long beats;
  private double frozenUntil;
  private double awakeSince;
  private boolean gone;
  private boolean cutOff;
  private long wallStep;

  Pod(World world, Site site, int number, @Nullable StoredState disk) {
    this.world = world;
    this.site = site;
    this.uid = site.name() + number;
    this.disk = disk;
    draw = new Draw(Draw.mix(world.seed(), 0x90DL + site.node() * 1_000L + number));
    // two clocks differ by 1 % at most; most often by just that
    rate = 1 + draw.of(-0.005, 0.005, draw.between(-0.005, 0.005));
    offset = draw.between(0, 1_000_000);
    orders = new Orders(world, this, draw);
    keeper = start();
    world.referee().watch(this);
  }

  private LeaseKeeper start() {
    life++;
    tickets.clear();
    awakeSince = Math.max(world.now(), frozenUntil);
    Self self = new Self(World.NAMESPACE, World.GROUP, site.name(), uid);
    return new LeaseKeeper(self, world.settings().timings(), disk, clock());
  }

  /** Its own monotonic clock. */
  long clock() {
    return (long) (world.now() * rate + offset);
  }

  Site site() {
    return site;
  }

  Server server() {
    return server;
  }

  @Nullable StoredState disk() {
    return disk;
  }

  /** Electorate that it believes in. */
  List<String> knownElectorate() {
    return disk == null ? List.of() : disk.electorate();
  }

  /** Highest epoch that it knows to have been held. */
  long knownTaken() {
    return disk == null ? -1 : disk.takenEpoch();
  }

  boolean isCutOff() {
    return cutOff;
  }

  int life() {
    return life;
  }

  String uid() {
    return uid;
  }

  LeaseView view() {
    return keeper.view(clock());
  }

  boolean isAwake() {
    return !gone && world.now() >= frozenUntil;
  }

  ServerState serverState() {
    return server.isDown(world.now()) ? ServerState.DEAD : ServerState.UP;
  }

  /** The loop of the process: the time, and a look at the server. */
  void turn() {
    if (gone) {
      return;
    }
    world.in(world.settings().timings().lease() / 15.0, this::turn);
    if (!isAwake()) {
      return;
    }
    if (server.ranOut() && hadTimeToClose()) {
      world.referee().lateClosing(this);
    }
    world.beat(this);
    tick();
    hear(
        new LeaseEvent.ServerSeen(
            serverState(), server.isOpen(), orders.carriedOut(), "", draw.chance(0.8)));
  }

  private void tick() {
    hear(new LeaseEvent.Tick(clock() + wallStep));
  }

  private boolean hadTimeToClose() {
    long lead = world.settings().timings().closeLead();
    double sinceDeadline = clock() - server.deadline();
    return awakeSince < world.now() - sinceDeadline * 1.02 - 3.0 * lead;
  }

  /** Hears a message that was sent to that life of it; when frozen, as soon as it thaws. */
  void hear(int sentTo, Supplier<LeaseEvent> message) {
    if (sentTo == life) {
      whenAwake(() -> hear(message.get()));
    }
  }

  /** How it is, as it tells the watchers. */
  Heartbeat heartbeat() {
    LeaseView view = view();
    boolean writable = server.isOpen();
    boolean up = serverState() == ServerState.UP;
    Replication replication =
        writable || !up || view.holderSite().isEmpty()
            ? null
            : new Replication(Group.REF.internalHost(view.holderSite()), "ON", true, "", "", 0, 0);
    return new Heartbeat(
        World.NAMESPACE,
        World.GROUP,
        site.name(),
        uid,
        uid + "/" + life,
        ++beats,
        serverState(),
        writable,
        view,
        DATA,
        DATA,
        replication,
        List.of(),
        List.of());
  }

  /** Asked over HTTP how it is. */
  void status(Consumer<Heartbeat> answer) {
    whenAwake(() -> answer.accept(heartbeat()));
  }

  /** Does that, when frozen as soon as it thaws, unless that life of it is over then. */
  void whenAwake(Runnable work) {
    if (gone) {
      return;
    }
    int now = life;
    if (world.now() < frozenUntil) {
      world.in(
          frozenUntil - world.now() + 0.001,
          () -> {
            if (life == now) {
              whenAwake(work);
            }
          });
    } else {
      work.run();
    }
  }

  /** A question over HTTP; the answer goes the same way back. */
  void asked(LongFunction<LeaseEvent> question, Consumer<Record> answer) {
    whenAwake(() -> {
      long ticket = ++nextTicket;
      tickets.put(ticket, answer);
      hear(question.apply(ticket));
    });
  }

  void hear(LeaseEvent event) {
    if (world.isTraced()
        && !(event instanceof LeaseEvent.Tick)
        && !(event instanceof LeaseEvent.ServerSeen)) {
      world.trace(uid, event);
    }
    int living = life;
    for (LeaseAction action : keeper.on(event, clock())) {
      if (life != living) {
        return; // it died in the middle of what it wanted to do
      }
      if (world.isTraced()) {
        world.trace(uid, "  -> " + action);
      }
      act(action);
    }
  }

  private void act(LeaseAction action) {
    switch (action) {
      case LeaseAction.Persist persist -> disk = persist.state();
      case LeaseAction.ReadLease _ -> world.api().read(this, clock());
      case LeaseAction.WriteLease write -> world.api().write(this, write);
      case LeaseAction.AskVouch ask ->
          ask.sites().forEach(peer -> askPeer(world.site(peer), ask.round(), ask.request()));
      case LeaseAction.Open open -> orders.take(open);
      case LeaseAction.Extend extend -> {
        if (server.extend(extend.openUntil()) && server.isOpen()) {
          world.referee().open(this, server.epoch());
        }
      }
      case LeaseAction.Close close -> orders.take(close);
      case LeaseAction.Answer answer -> answer(answer);
    }
  }

  private void answer(LeaseAction.Answer answer) {
    Consumer<Record> waiting = tickets.remove(answer.ticket());
    if (waiting != null) {
      waiting.accept(answer.reply());
    }
    switch (answer.reply()) {
      case ClaimReply claim when claim.taken() -> {
        world.count(Happening.CLAIMED);
        world.ambushes().spring(Moment.CLAIMED, site);
        lookAgainIn(claim.waitMillis());
      }
      case OpenReply open when !open.open() -> lookAgainIn(open.waitMillis());
      case FenceReply fence when fence.proof() != null -> {
        world.count(Happening.PROOF);
        world.ambushes().spring(Moment.FENCED, site);
      }
      default -> {
        // nobody waits for anything
      }
    }
  }

  /** A tick at the very moment at which a wait is over: whoever is hasty opens then. */
  private void lookAgainIn(long millis) {
    if (millis > 0) {
      later((millis + 1) / rate, this::tick);
    }
  }

  private void askPeer(Site peer, long round, VouchRequest request) {
    int asking = life;
    peer.ask(
        this,
        ticket -> new LeaseEvent.VouchAsked(ticket, request),
        reply ->
            hear(
                asking,
                () -> new LeaseEvent.VouchAnswered(round, peer.name(), (VouchReply) reply)));
  }

  /** Does that after a while, unless this life of it is over then. */
  void later(double delay, Runnable work) {
    int now = life;
    world.in(
        delay,
        () -> {
          if (life == now) {
            whenAwake(work);
          }
        });
  }

  void freeze(double lasts) {
    world.count(Happening.FROZEN);
    world.trace(uid, "frozen for " + Math.round(lasts));
    sleep(lasts);
  }

  private void sleep(double lasts) {
    frozenUntil = Math.max(frozenUntil, world.now() + lasts);
    awakeSince = frozenUntil;
  }

  /** The sidecar dies and starts again; the server stays as it is, until its deadline. */
  void restartSidecar(double away) {
    world.count(Happening.SIDECAR_RESTARTED);
    world.trace(uid, "the sidecar restarts");
    orders.interrupt();
    sleep(away);
    keeper = start();
  }

  /** The machine under it is gone, and so is everything on it but the volume. */
  void vanish() {
    gone = true;
    life++;
    server.close();
  }

  /**
   * Its node can reach nobody and nobody can reach it; the control plane has given the pod up, but
   * here it runs on.
   */
  void abandon() {
    world.count(Happening.POD_ABANDONED);
    world.trace(uid, "abandoned on a node that is cut off");
    cutOff = true;
  }

  void killServer(double away) {
    world.count(Happening.SERVER_KILLED);
    world.trace(uid, "mysqld dies");
    server.kill(world.now() + away);
    whenAwake(() ->
        hear(
            new LeaseEvent.ServerSeen(
                serverState(), server.isOpen(), orders.carriedOut(), "", false)));
  }

  void stepWallClock(long by) {
    wallStep += by;
  }

  @Override
  public String toString() {
    return uid;
  }
}
