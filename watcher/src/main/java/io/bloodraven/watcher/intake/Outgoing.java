package io.bloodraven.watcher.intake;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/** How this watcher calls sidecars and other watchers: each directly, by the address it knows. */
final class Outgoing {
  private Outgoing() {}

  /**
   * @param connectLimit for one connection
   */
  static HttpClient client(Duration connectLimit) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        // a redirect would carry a token to whoever is named there
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(connectLimit)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }
}
