package io.bloodraven.sidecar.http;

import java.net.http.HttpClient;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** How this sidecar calls others: its peers and the Kubernetes API. */
public final class Outgoing {
  static {
    // Read once, by the first name that is looked up: only what calls others looks up names. To set
    // the first of them takes tens of milliseconds, for which the first answer does not wait.
    // A pod that comes back has another address; a name server that is away must not cut us off.
    Security.setProperty("networkaddress.cache.ttl", "2");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    Security.setProperty("networkaddress.cache.stale.ttl", "300");
    // read when the first client is made
    System.getProperties().putIfAbsent("jdk.httpclient.keepalive.timeout", "20");
  }

  private Outgoing() {}

  /**
   * A client that knows names for seconds only.
   *
   * @param tls whom it trusts
   * @param connectLimit for one connection
   */
  public static HttpClient client(SSLContext tls, Duration connectLimit, Executor executor) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(connectLimit)
        .sslContext(tls)
        .executor(executor)
        .build();
  }
}
