package io.bloodraven.activities.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.kubernetes.CredentialsUnavailableException;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The control calls of a sidecar. Connections are kept alive. A call ends within its limit, body
 * included; it is sent a second time at most, when a kept connection turns out to be dead (all
 * calls may be repeated). A refusal is a reply like any other, not an exception.
 */
public final class SidecarClient {
  private static final int BODY_LIMIT = 1 << 20;
  private static final int SHOWN_ERROR = 200;
  private static final int REFUSED = 409;
  private static final int OK = 200;
  private static final String STATUS = "/status";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Credentials credentials;
  private final SidecarAddresses addresses;

  /** Sends the group's control token of {@code credentials} with every control call. */
  public SidecarClient(Credentials credentials, SidecarAddresses addresses) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.addresses = requireNonNull(addresses, "addresses");
  }

  /** What the sidecar says of itself and its server now. */
  public Heartbeat status(GroupRef group, String site, Duration limit) throws SidecarException {
    return call(group, site, STATUS, null, Heartbeat.class, limit);
  }

  /** {@link #status} of {@code site}, asked through the sidecar of {@code by}. */
  public Heartbeat relayedStatus(GroupRef group, String by, String site, Duration limit)
      throws SidecarException {
    return call(group, by, "/control/relay/" + site + "/status", null, Heartbeat.class, limit);
  }

  /** Takes the Lease for the site of the request. */
  public ClaimReply claim(ClaimRequest request, Duration limit) throws SidecarException {
    GroupRef group = new GroupRef(request.namespace(), request.group());
    return call(group, request.site(), "/control/claim", request, ClaimReply.class, limit);
  }

  /** Opens the site of the request for writes; {@code limit} must exceed its own wait. */
  public OpenReply open(OpenRequest request, Duration limit) throws SidecarException {
    GroupRef group = new GroupRef(request.namespace(), request.group());
    return call(group, request.site(), "/control/open", request, OpenReply.class, limit);
  }

  /** Closes the site of the request. */
  public FenceReply fence(FenceRequest request, Duration limit) throws SidecarException {
    GroupRef group = new GroupRef(request.namespace(), request.group());
    return call(group, request.site(), "/control/fence", request, FenceReply.class, limit);
  }

  /** {@link #fence}, asked through the sidecar of {@code by}. */
  public FenceReply relayedFence(String by, FenceRequest request, Duration limit)
      throws SidecarException {
    GroupRef group = new GroupRef(request.namespace(), request.group());
    String path = "/control/relay/" + request.site() + "/fence";
    return call(group, by, path, request, FenceReply.class, limit);
  }

  private <T> T call(
      GroupRef group, String at, String path, @Nullable Object body, Class<T> reply, Duration limit)
      throws SidecarException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      HttpRequest request = request(group, at, path, body);
      HttpResponse<byte[]> response;
      try {
        response = send(request, end);
      } catch (ConnectException | HttpTimeoutException e) {
        throw e;
      } catch (IOException keptConnectionWasDead) {
        response = send(request, end);
      }
      String text = new String(response.body(), UTF_8);
      if (response.statusCode() != OK && response.statusCode() != REFUSED) {
        throw new SidecarException(
            group, at, path + " answered " + response.statusCode() + ": " + shortened(text));
      }
      return JSON.std.beanFrom(reply, text);
    } catch (IOException | CredentialsUnavailableException e) {
      throw new SidecarException(group, at, path + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SidecarException(group, at, path + " was interrupted", e);
    } catch (TimeoutException e) {
      throw new SidecarException(
          group, at, path + " did not answer within " + limit.toMillis() + " ms", e);
    }
  }

  private HttpRequest request(GroupRef group, String at, String path, @Nullable Object body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(addresses.url(group, at) + path));
    if (!path.equals(STATUS)) {
      // the one path that is open to everyone does not depend on a Secret being readable
      request.header("Authorization", "Bearer " + credentials.controlToken(group));
    }
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(JSON.std.asString(body)));
    }
    return request.build();
  }

  /** The client's own timeout ends with the headers; this one covers the body too. */
  private HttpResponse<byte[]> send(HttpRequest request, long end)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_LIMIT));
    try {
      return sent.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_ERROR ? text : text.substring(0, SHOWN_ERROR) + "...";
  }
}
