package io.bloodraven.watcher.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/** The watcher's HTTP endpoints; all of them only read. */
public final class StatusServer implements AutoCloseable {
  /** What the endpoints tell of. */
  public interface Groups {
    /** Every group as it is seen now. */
    List<GroupStatus> all();

    /** One of them. */
    Optional<GroupStatus> one(String namespace, String group);

    /** Whether all groups that there are have been seen once. */
    boolean groupsSeen();

    /** Whether all that is watched has been seen once, owned objects too. */
    boolean allSeen();

    /** Whether Temporal answers. */
    boolean temporalAnswers();
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int MAX_CLIENT_MESSAGE = 1024;

  private final Groups groups;
  private final LiveFeed feed;
  private final WatcherMetrics metrics;
  private final Map<String, LiveClient> clients = new ConcurrentHashMap<>();
  private final String page = page();
  private final Javalin http;

  /** Serves at once, on that port; 0 picks a free one. */
  public StatusServer(int port, Groups groups, LiveFeed feed, WatcherMetrics metrics) {
    this.groups = requireNonNull(groups, "groups");
    this.feed = requireNonNull(feed, "feed");
    this.metrics = requireNonNull(metrics, "metrics");
    this.http = Javalin.create(this::configure).start(port);
  }

  /** The port it serves on. */
  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.jetty.modifyWebSocketServletFactory(
        factory -> factory.setMaxTextMessageSize(MAX_CLIENT_MESSAGE));
    config.jetty.modifyServletContextHandler(
        handler -> handler.setSessionHandler(ForgetfulSessions.handler()));
    config.routes.get("/", ctx -> ctx.contentType(ContentType.TEXT_HTML).result(page));
    config.routes.get("/status", this::status);
    config.routes.get("/active-site", this::activeSite);
    config.routes.get("/healthz", ctx -> ctx.result("ok"));
    config.routes.get("/readyz", this::ready);
    config.routes.get(
        "/metrics",
        ctx ->
            ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape(groups.all())));
    config.routes.ws("/ws/status", this::live);
    // a WebSocket that is asked for in the wrong way is the client's mistake, not ours
    config.routes.exception(
        HttpException.RuntimeException.class,
        (mistake, ctx) ->
            refuse(
                ctx,
                HttpStatus.forStatus(mistake.getCode()),
                "not an HTTP request as it should be"));
  }

  private void status(Context ctx) {
    answer(
        ctx,
        HttpStatus.OK,
        groups.all().stream()
            .collect(
                Collectors.toMap(
                    group -> group.namespace() + "/" + group.group(), group -> group)));
  }

  private void activeSite(Context ctx) {
    String namespace = ctx.queryParam("namespace");
    String group = ctx.queryParam("group");
    if (!named(namespace) || !named(group)) {
      refuse(
          ctx,
          HttpStatus.BAD_REQUEST,
          "give the group as ?namespace=NAMESPACE&group=NAME, by their Kubernetes names");
      return;
    }
    Optional<GroupStatus> found = groups.one(namespace, group);
    if (found.isEmpty()) {
      if (groups.groupsSeen()) {
        refuse(ctx, HttpStatus.NOT_FOUND, "no group " + namespace + "/" + group);
      } else {
        refuse(ctx, HttpStatus.SERVICE_UNAVAILABLE, "the groups have not been read yet");
      }
      return;
    }
    GroupStatus status = found.get();
    if (status.activeSite().isEmpty()) {
      refuse(ctx, HttpStatus.SERVICE_UNAVAILABLE, GroupStatus.NO_WRITABLE_SITE);
      return;
    }
    answer(
        ctx,
        HttpStatus.OK,
        Map.of(
            "namespace", status.namespace(),
            "group", status.group(),
            "activeSite", status.activeSite(),
            "epoch", status.epoch()));
  }

  private static boolean named(@Nullable String name) {
    return name != null && NAME.matcher(name).matches();
  }

  private void ready(Context ctx) {
    if (!groups.allSeen()) {
      refuse(
          ctx,
          HttpStatus.SERVICE_UNAVAILABLE,
          "the groups and their objects have not been read yet");
    } else if (!groups.temporalAnswers()) {
      refuse(ctx, HttpStatus.SERVICE_UNAVAILABLE, "Temporal does not answer");
    } else {
      ctx.result("ok");
    }
  }

  private void live(WsConfig ws) {
    ws.onConnect(ctx -> {
      ctx.enableAutomaticPings(10, TimeUnit.SECONDS);
      LiveClient client = new LiveClient(new WebSocketOutlet(ctx));
      clients.put(ctx.sessionId(), client);
      if (!feed.join(client, groups.all())) {
        clients.remove(ctx.sessionId());
        ctx.closeSession(TRY_LATER, "too many clients");
      }
    });
    ws.onClose(ctx -> leave(ctx.sessionId()));
    ws.onError(ctx -> leave(ctx.sessionId()));
  }

  private void leave(String session) {
    LiveClient client = clients.remove(session);
    if (client != null) {
      feed.leave(client);
    }
  }

  private static final int TRY_LATER = 1013;

  private record WebSocketOutlet(WsContext ctx) implements LiveClient.Outlet {
    @Override
    public void send(String message, Runnable sent, Runnable failed) {
      ctx.session.sendText(message, Callback.from(sent, _ -> failed.run()));
    }

    @Override
    public void drop(String reason) {
      ctx.closeSession(TRY_LATER, reason);
    }
  }

  private static void answer(Context ctx, HttpStatus status, Object body) {
    ctx.status(status).contentType(ContentType.APPLICATION_JSON).result(StatusJson.text(body));
  }

  private static void refuse(Context ctx, HttpStatus status, String why) {
    answer(ctx, status, Map.of("error", why));
  }

  private static String page() {
    try (InputStream html = StatusServer.class.getResourceAsStream("index.html")) {
      return new String(requireNonNull(html, "index.html").readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
