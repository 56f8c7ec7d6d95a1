package io.bloodraven.sidecar;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import io.bloodraven.sidecar.http.Commands;
import io.bloodraven.sidecar.http.Control;
import io.bloodraven.sidecar.http.HeartbeatStreams;
import io.bloodraven.sidecar.http.PeerClient;
import io.bloodraven.sidecar.http.Relay;
import io.bloodraven.sidecar.http.SidecarServer;
import io.bloodraven.sidecar.http.Token;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseKeeper;
import io.bloodraven.sidecar.lease.LeaseRecord;
import io.bloodraven.sidecar.lease.LeaseTimings;
import io.bloodraven.sidecar.lease.Self;
import io.bloodraven.sidecar.lease.StoredState;
import io.bloodraven.sidecar.store.EpochStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * The endpoints over a real lease with its loop and its store, at a site that is open for writes.
 * There is one epoch above its own, which only two requests of the corpus name, one without the
 * token and one for another group: so no request whatever may move it. What the lease orders goes
 * no further than to a list.
 */
final class TestingEndpoints implements AutoCloseable {
  static final String TOKEN = "the-token-that-nobody-may-see";
  static final long EPOCH = Long.MAX_VALUE / 8 - 2;

  private static final Self SELF = new Self("ns", "g", "pdx", "pod-pdx");
  private static final LeaseRecord LEASE =
      new LeaseRecord("1", EPOCH, "pdx", "pod-pdx", List.of("pdx", "iad"), List.of());

  private final List<LeaseAction> orders = new CopyOnWriteArrayList<>();
  private final EpochStore store;
  private final KeeperLoop loop;
  private final PeerClient peers;
  private final SidecarServer server;

  TestingEndpoints(Path folder) {
    try {
      store = new EpochStore(folder);
      store.save(
          new StoredState(EPOCH, EPOCH, "", EPOCH, "pod-pdx", LEASE.electorate(), List.of(), ""));
      Token token = new Token(Files.writeString(folder.resolve("token"), TOKEN));
      LeaseKeeper keeper =
          new LeaseKeeper(
              SELF,
              new LeaseTimings(6_000, 1_000, 300_000),
              store.load().orElseThrow(),
              Sidecar.monotonicMillis());
      loop =
          new KeeperLoop(
              keeper, this::carryOut, () -> {}, Sidecar::monotonicMillis, Clock.systemUTC());
      peers = new PeerClient(this::url, token, Duration.ofSeconds(1));
      server =
          new SidecarServer(
              0,
              token,
              new Commands(new OverTheLoop(loop)),
              new Relay(peers),
              new HeartbeatStreams(this::beat),
              loop::isAlive,
              this::beat);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loop.start();
    server.start();
    loop.tell(new LeaseEvent.LeaseRead(LEASE, LeaseEvent.WATCHED));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          if (!loop.isOpen()) {
            loop.tell(new LeaseEvent.ServerSeen(ServerState.UP, false, 0, "", false));
          }
          return loop.isOpen();
        });
    orders.clear();
  }

  private String url(String site) {
    return site.equals("pdx") ? "http://127.0.0.1:" + port() : "http://127.0.0.1:1";
  }

  private @org.jspecify.annotations.Nullable LeaseEvent carryOut(LeaseAction action) {
    return switch (action) {
      case LeaseAction.Close close -> {
        orders.add(close);
        yield new LeaseEvent.Closed(close.order(), "");
      }
      case LeaseAction.Open open -> {
        orders.add(open);
        yield new LeaseEvent.Opened(open.order(), "");
      }
      case LeaseAction.Persist persist -> {
        orders.add(persist);
        try {
          store.save(persist.state());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield null;
      }
      case LeaseAction.WriteLease write -> {
        orders.add(write);
        yield new LeaseEvent.LeaseWritten(write.write(), write.lease());
      }
      case LeaseAction.ReadLease _ -> new LeaseEvent.LeaseRead(LEASE, Sidecar.monotonicMillis());
      case LeaseAction.AskVouch ask ->
          new LeaseEvent.VouchAnswered(
              ask.round(), "iad", new VouchReply(true, Refusal.NONE, EPOCH, true));
      case LeaseAction.Extend _ -> null;
      case LeaseAction.Answer answer -> {
        loop.answer(answer);
        yield null;
      }
    };
  }

  private Heartbeat beat() {
    return new Heartbeat(
        "ns",
        "g",
        "pdx",
        "pod-pdx",
        "boot",
        1,
        ServerState.UP,
        loop.isOpen(),
        loop.lease(),
        "",
        "",
        null,
        List.of(),
        List.of());
  }

  int port() {
    return server.port();
  }

  /** Everything that was ordered since it was open, but for what keeps it so. */
  List<LeaseAction> orders() {
    return List.copyOf(orders);
  }

  boolean isOpen() {
    return loop.isOpen() && loop.isAlive();
  }

  StoredState stored() {
    try {
      return store.load().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    loop.close();
    peers.close();
  }

  private record OverTheLoop(KeeperLoop loop) implements Control {
    @Override
    public CompletionStage<Record> vouch(VouchRequest request) {
      return loop.ask(ticket -> new LeaseEvent.VouchAsked(ticket, request));
    }

    @Override
    public CompletionStage<Record> claim(ClaimRequest request) {
      return loop.ask(ticket -> new LeaseEvent.ClaimAsked(ticket, request));
    }

    @Override
    public CompletionStage<Record> open(OpenRequest request) {
      return loop.ask(ticket -> new LeaseEvent.OpenAsked(ticket, request));
    }

    @Override
    public CompletionStage<Record> fence(FenceRequest request) {
      return loop.ask(ticket -> new LeaseEvent.FenceAsked(ticket, request));
    }
  }
}
