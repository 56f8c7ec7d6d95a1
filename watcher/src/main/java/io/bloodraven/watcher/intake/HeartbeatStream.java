package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the heartbeat stream of one sidecar until it is closed, and opens it again whenever it
 * ends, fails, or says nothing for {@link #SILENCE}.
 *
 * <p>It uses the older of the JDK's two HTTP clients because that one has a read timeout; the newer
 * one would need a watchdog for each stream.
 */
final class HeartbeatStream implements AutoCloseable {
  /** A sidecar says something every second; two missed lines mean a dead connection. */
  static final Duration SILENCE = Duration.ofSeconds(2);

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LAST_RETRY_MILLIS = 2000;
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final Logger log = LoggerFactory.getLogger(HeartbeatStream.class);

  /** Gives the control token of the group. */
  interface Token {
    /** The token, null while there is none. */
    @Nullable String get();

    /** The sidecar did not take it: read it again next time. */
    void refused();
  }

  private final String name;
  private final String site;
  private final URI uri;
  private final Token token;
  private final SiteListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable HttpURLConnection connection;

  private HeartbeatStream(
      String group, String site, URI sidecar, Token token, SiteListener listener) {
    this.name = "group=" + group + " site=" + site;
    this.site = requireNonNull(site, "site");
    this.uri = sidecar.resolve("/heartbeat");
    this.token = requireNonNull(token, "token");
    this.listener = requireNonNull(listener, "listener");
  }

  /** Starts to follow the stream of that sidecar, on a thread of its own. */
  static HeartbeatStream open(
      String group, String site, URI sidecar, Token token, SiteListener listener) {
    HeartbeatStream stream = new HeartbeatStream(group, site, sidecar, token, listener);
    Thread.ofVirtual().name("heartbeat " + stream.name).start(stream::follow);
    return stream;
  }

  @Override
  public void close() {
    closed.countDown();
    HttpURLConnection open = connection;
    if (open != null) {
      open.disconnect();
    }
  }

  private void follow() {
    long retry = FIRST_RETRY_MILLIS;
    boolean told = false;
    while (closed.getCount() > 0) {
      String why;
      boolean heard = false;
      try (Lines lines = connect()) {
        while (lines.deliverNext()) {
          if (!heard) {
            heard = true;
            log.info("{} heartbeat stream open", name);
          }
        }
        why = "ended";
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
      if (closed.getCount() == 0) {
        return;
      }
      if (heard || !told) {
        told = true;
        log.info("{} heartbeat stream lost: {}", name, why);
      }
      listener.streamLost(site, why);
      retry = heard ? FIRST_RETRY_MILLIS : Math.min(retry * 2, LAST_RETRY_MILLIS);
      pause(retry);
    }
  }

  private void pause(long millis) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }

  private Lines connect() throws IOException {
    HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    http.setConnectTimeout((int) CONNECT.toMillis());
    http.setReadTimeout((int) SILENCE.toMillis());
    // a redirect would carry the token to whoever is named there
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    String secret = token.get();
    if (secret == null) {
      throw new IOException("no control token yet");
    }
    http.setRequestProperty("Authorization", "Bearer " + secret);
    connection = http;
    if (closed.getCount() == 0) {
      throw new IOException("closed");
    }
    int status = http.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      http.disconnect();
      if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
        token.refused();
      }
      throw new IOException("sidecar answers " + status);
    }
    return new Lines(http, http.getInputStream());
  }

  private final class Lines implements AutoCloseable {
    private final HttpURLConnection http;
    private final BoundedLines lines;

    Lines(HttpURLConnection http, InputStream stream) {
      this.http = http;
      this.lines =
          new BoundedLines(
              stream, MAX_LINE_BYTES, SILENCE.toMillis(), () -> System.nanoTime() / 1_000_000);
    }

    boolean deliverNext() throws IOException {
      String line = lines.next();
      if (line == null) {
        return false;
      }
      listener.heard(site, HeartbeatLine.parse(line));
      return true;
    }

    @Override
    public void close() {
      http.disconnect();
    }
  }
}
