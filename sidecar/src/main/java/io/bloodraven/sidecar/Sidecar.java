package io.bloodraven.sidecar;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.VouchRequest;
import io.bloodraven.sidecar.binlog.BinaryLog;
import io.bloodraven.sidecar.binlog.PostMortem;
import io.bloodraven.sidecar.fence.Nft;
import io.bloodraven.sidecar.fence.PortGuard;
import io.bloodraven.sidecar.fence.ServerGate;
import io.bloodraven.sidecar.http.Commands;
import io.bloodraven.sidecar.http.Control;
import io.bloodraven.sidecar.http.HeartbeatStreams;
import io.bloodraven.sidecar.http.PeerClient;
import io.bloodraven.sidecar.http.Relay;
import io.bloodraven.sidecar.http.SidecarServer;
import io.bloodraven.sidecar.http.Token;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.kube.LeaseClient;
import io.bloodraven.sidecar.kube.LeaseWatch;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseKeeper;
import io.bloodraven.sidecar.mysql.Connections;
import io.bloodraven.sidecar.mysql.MysqldProcess;
import io.bloodraven.sidecar.mysql.ServerStatus;
import io.bloodraven.sidecar.mysql.ServerWatch;
import io.bloodraven.sidecar.store.EpochStore;
import io.bloodraven.sidecar.store.EpochWriter;
import io.bloodraven.sidecar.store.Volume;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One sidecar, wired: the lease in the middle, the doors around it. */
public final class Sidecar implements AutoCloseable {
  private static final long FRESH_MILLIS = 250;
  private static final long CLOSE_SECONDS = 5;

  private final String podUid;
  private final SidecarLog log;
  private final KeeperLoop loop;
  private final PortGuard guard;
  private final ServerGate gate;
  private final PostMortem postMortem;
  private final ServerWatch watch;
  private final PeerClient peers;
  private final LeaseClient leases;
  private final LeaseWatch leaseWatch;
  private final KubeApi api;
  private final HeartbeatStreams streams;
  private final SidecarServer server;
  private final Pulse pulse;
  private final AtomicReference<ServerStatus> told = new AtomicReference<>(ServerStatus.UNSEEN);

  /**
   * @param api closed with the sidecar
   * @param urlOfSite base URL of a peer's sidecar
   * @param wallClock for timestamps, and to notice that it was stepped
   * @throws IOException when the epoch store cannot be read or the port is taken
   */
  public Sidecar(
      SidecarSettings settings,
      KubeApi api,
      MysqldProcess process,
      Nft nft,
      UnaryOperator<String> urlOfSite,
      Clock wallClock)
      throws IOException {
    this.api = api;
    this.podUid = settings.self().podUid();
    EpochStore store = new EpochStore(settings.stateDirectory());
    Token token = new Token(settings.tokenFile());
    log = new SidecarLog(settings.group().toString(), settings.self().site(), this::highestEpoch);
    Connections connections = new Connections(settings.mysqlPort(), settings.operatorDirectory());
    long voteLimit = settings.timings().peerInterval() * 4 / 5;
    peers = new PeerClient(urlOfSite, token, Duration.ofMillis(voteLimit));
    streams = new HeartbeatStreams(this::beat);
    leases =
        new LeaseClient(
            api,
            settings.group().namespace(),
            settings.group().objectName(),
            settings.timings().lease(),
            Sidecar::monotonicMillis,
            wallClock,
            this::tell,
            log);
    leaseWatch = new LeaseWatch(api, leases, this::tell);
    guard =
        new PortGuard(
            settings.networkGuard(),
            settings.mysqlPort(),
            nft,
            Sidecar::monotonicMillis,
            settings.timings().closedBefore(),
            log);
    gate =
        new ServerGate(
            connections,
            process,
            guard,
            settings.timings(),
            Sidecar::monotonicMillis,
            this::tell,
            log);
    postMortem = new PostMortem(process, new BinaryLog(settings.dataDirectory())::gtids, log);
    watch =
        new ServerWatch(
            process,
            connections,
            gate::carriedOut,
            settings.stallTimeout(),
            new Volume(settings.stateDirectory())::isFull,
            Sidecar::monotonicMillis,
            this::serverSeen);
    LeaseKeeper keeper =
        new LeaseKeeper(
            settings.self(), settings.timings(), store.load().orElse(null), monotonicMillis());
    Actions actions =
        new Actions(
            new EpochWriter(store::save, log),
            leases,
            peers,
            gate,
            this::tell,
            reply -> loop().answer(reply));
    loop = new KeeperLoop(keeper, actions, streams::changed, Sidecar::monotonicMillis, wallClock);
    pulse =
        new Pulse(
            settings.self(),
            bootId(),
            watch::latest,
            loop::lease,
            loop::isOpen,
            this::armedSwitches,
            this::troubles);
    server =
        new SidecarServer(
            settings.httpPort(),
            token,
            new Commands(new LoopControl(loop, postMortem)),
            new Relay(peers),
            streams,
            loop::isAlive,
            this::freshBeat);
  }

  /** Milliseconds of a clock that nobody sets. */
  static long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /**
   * Everything begins to turn. The endpoints come before whatever takes long: what was promised is
   * read by now, so the lease itself says what it does not know yet, and refuses what depends on
   * it.
   */
  public void start() {
    loop.start();
    server.start();
    server.rehearse();
    gate.start();
    watch.start();
    leaseWatch.start();
    log.info("started", "pod", podUid, "port", server.port());
  }

  /** The port its endpoints are at. */
  public int port() {
    return server.port();
  }

  /**
   * Tells this start from others, no more: a random number fit for secrets takes 13 ms to begin
   * with.
   */
  private static String bootId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private KeeperLoop loop() {
    return loop;
  }

  private long highestEpoch() {
    KeeperLoop running = loop;
    return running == null ? 0 : running.lease().highestEpoch();
  }

  private void tell(LeaseEvent event) {
    loop.tell(event);
  }

  private Heartbeat beat() {
    return pulse.beat();
  }

  private Heartbeat freshBeat() {
    try {
      return pulse.beat(watch.refresh(FRESH_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return pulse.beat();
    }
  }

  private List<String> armedSwitches() {
    List<String> armed = new ArrayList<>();
    if (gate.isArmed()) {
      armed.add(Heartbeat.MYSQL_EVENT);
    }
    if (guard.isArmed()) {
      armed.add(Heartbeat.NETWORK_GUARD);
    }
    return armed;
  }

  private List<String> troubles() {
    return Stream.of(watch.trouble(), guard.trouble(), leases.trouble())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private void serverSeen(ServerStatus status) {
    gate.seen(status);
    postMortem.seen(status.state());
    tell(
        new LeaseEvent.ServerSeen(
            status.state(),
            status.writable(),
            status.order(),
            status.gtidExecuted(),
            status.isReplicating()));
    if (Pulse.differs(told.getAndSet(status), status)) {
      streams.changed();
    }
  }

  /**
   * Closes writes first: while this process is gone nobody could. The lease is not given away; a
   * successor waits it out or gets the acknowledgement of a restarted sidecar.
   */
  @Override
  public void close() {
    try {
      loop.ask(LeaseEvent.StopAsked::new)
          .toCompletableFuture()
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // the switch inside the server closes it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    leaseWatch.close();
    watch.close();
    loop.close();
    gate.close();
    peers.close();
    api.close();
  }

  private record LoopControl(KeeperLoop loop, PostMortem postMortem) implements Control {
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
      // reading takes time, which the thread that answers does not have
      return loop.ask(ticket -> new LeaseEvent.FenceAsked(ticket, request))
          .thenApplyAsync(
              reply -> postMortem.complete((FenceReply) reply), Thread::startVirtualThread);
    }
  }
}
