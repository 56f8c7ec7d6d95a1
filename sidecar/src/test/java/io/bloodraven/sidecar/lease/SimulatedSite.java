package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A site: the real {@link LeaseKeeper}, a clock of its own, and a mysqld that is open until its
 * deadline whatever becomes of the sidecar.
 */
final class SimulatedSite {
  private static final double TURN = 400;

  final String name;
  private final SimulatedWorld world;
  private final LeaseTimings timings;
  private final double rate;
  private final double offset;
  private final Map<Long, Consumer<Record>> tickets = new HashMap<>();
  private LeaseKeeper keeper;
  private @Nullable StoredState stored;
  private int life;
  private int pod;
  private long nextTicket;
  private double frozenUntil;
  private double downUntil;
  private boolean serverOpen;
  private long serverDeadline;
  private long carriedOut;
  private long lastOrder;
  private long wallStep;
  private long grantedEpoch;

  SimulatedSite(SimulatedWorld world, String name, LeaseTimings timings) {
    this.world = world;
    this.name = name;
    this.timings = timings;
    rate = 1 + world.uniform(-0.005, 0.005); // two of them differ by 1 % at most
    offset = world.uniform(0, 1_000_000);
    keeper = boot();
  }

  private LeaseKeeper boot() {
    life++;
    tickets.clear();
    carriedOut = 0;
    lastOrder = 0;
    return new LeaseKeeper(new Self("ns", "g", name, podUid()), timings, stored, clock());
  }

  private String podUid() {
    return name + "-" + pod;
  }

  private long clock() {
    return (long) (world.now() * rate + offset);
  }

  /** Whether clients can write now. */
  boolean isOpen() {
    return serverOpen && clock() < serverDeadline;
  }

  /** The loop of the process: time, and a look at the server. */
  void turn() {
    world.in(TURN, this::turn);
    if (world.now() < frozenUntil) {
      return;
    }
    hear(new LeaseEvent.Tick(clock() + wallStep));
    ServerState state = world.now() < downUntil ? ServerState.DEAD : ServerState.UP;
    hear(new LeaseEvent.ServerSeen(state, isOpen(), carriedOut, "", world.chance(0.7)));
  }

  /** A message for this site's present life; a frozen one hears it when it thaws. */
  void receive(String from, Supplier<LeaseEvent> message) {
    int sentTo = life;
    world.send(from, name, () -> hearWhenAwake(sentTo, message));
  }

  private void hearWhenAwake(int sentTo, Supplier<LeaseEvent> message) {
    if (sentTo == life) {
      whenAwake(() -> hear(message.get()));
    }
  }

  private void whenAwake(Runnable work) {
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

  /** Asks this site as over HTTP: the answer travels back through the network. */
  void ask(String from, LongFunction<LeaseEvent> question, Consumer<Record> answer) {
    world.send(
        from,
        name,
        () ->
            whenAwake(() -> {
              long ticket = ++nextTicket;
              tickets.put(ticket, reply -> world.send(name, from, () -> answer.accept(reply)));
              hear(question.apply(ticket));
            }));
  }

  private void hear(LeaseEvent event) {
    if (!(event instanceof LeaseEvent.Tick) && !(event instanceof LeaseEvent.ServerSeen)) {
      world.trace(name, event);
    }
    for (LeaseAction action : keeper.on(event, clock())) {
      world.trace(name, "  -> " + action);
      act(action);
    }
  }

  private void act(LeaseAction action) {
    switch (action) {
      case LeaseAction.Persist persist -> stored = persist.state();
      case LeaseAction.ReadLease _ -> world.api.read(this, clock());
      case LeaseAction.WriteLease write -> world.api.write(this, write);
      case LeaseAction.AskVouch ask ->
          ask.sites().forEach(site -> askPeer(world.site(site), ask.round(), ask.request()));
      case LeaseAction.Open open -> {
        lastOrder = open.order();
        later(world.uniform(1, 300), () -> open(open));
      }
      case LeaseAction.Extend extend -> {
        if (serverOpen) {
          serverDeadline = extend.openUntil();
        }
      }
      case LeaseAction.Close close -> {
        lastOrder = close.order();
        later(world.uniform(1, 1_500), () -> close(close));
      }
      case LeaseAction.Answer answer -> {
        Consumer<Record> waiting = tickets.remove(answer.ticket());
        if (waiting != null) {
          waiting.accept(answer.reply());
        }
      }
    }
  }

  private void askPeer(SimulatedSite peer, long round, VouchRequest request) {
    int asking = life;
    peer.ask(
        name,
        ticket -> new LeaseEvent.VouchAsked(ticket, request),
        reply ->
            hearWhenAwake(
                asking, () -> new LeaseEvent.VouchAnswered(round, peer.name, (VouchReply) reply)));
  }

  private void later(double delay, Runnable work) {
    int now = life;
    world.in(
        delay,
        () -> {
          if (life == now) {
            whenAwake(work);
          }
        });
  }

  private void open(LeaseAction.Open open) {
    if (lastOrder != open.order()) {
      return; // an order to close has overtaken it
    }
    if (world.now() < downUntil || clock() >= open.openUntil()) {
      carriedOut = open.order();
      hear(new LeaseEvent.OpenFailed(open.order(), Refusal.SERVER_UNAVAILABLE));
      return;
    }
    serverOpen = true;
    serverDeadline = open.openUntil();
    carriedOut = open.order();
    if (open.epoch() != grantedEpoch) {
      grantedEpoch = open.epoch();
      world.granted(name, open.epoch());
    } else {
      world.count("reopened");
    }
    hear(new LeaseEvent.Opened(open.order(), ""));
  }

  private void close(LeaseAction.Close close) {
    serverOpen = false;
    carriedOut = close.order();
    hear(new LeaseEvent.Closed(close.order(), ""));
  }

  void freeze(double lasts) {
    world.trace(name, "frozen for " + Math.round(lasts));
    frozenUntil = Math.max(frozenUntil, world.now() + lasts);
  }

  /** The sidecar dies and comes back; the server stays open until its deadline. */
  void restartSidecar(double away) {
    keeper = boot();
    freeze(away);
  }

  /** Another pod on the same volume. */
  void replacePod(double away) {
    pod++;
    grantedEpoch = 0;
    serverOpen = false;
    restartSidecar(away);
  }

  /** Another pod, and the volume is lost. */
  void loseVolume(double away) {
    stored = null;
    replacePod(away);
  }

  void killServer(double away) {
    serverOpen = false;
    downUntil = world.now() + away;
    whenAwake(
        () -> hear(new LeaseEvent.ServerSeen(ServerState.DEAD, false, carriedOut, "", false)));
  }

  void stepWallClock(long by) {
    wallStep += by;
  }

  long highestEpoch() {
    return keeper.view(clock()).highestEpoch();
  }
}
