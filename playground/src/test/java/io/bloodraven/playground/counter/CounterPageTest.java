package io.bloodraven.playground.counter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CounterPageTest {
  private final Tally tally = new Tally(() -> 0);

  @Test
  void servesThePageAndTheFigures() throws Exception {
    tally.acknowledged("mysql-main-iad-1");
    tally.failed("1290: read only");
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (CounterPage page = new CounterPage(anyPort, tally)) {
      assertThat(get(page, "/").body()).contains("<title>Counter</title>");
      assertThat(JSON.std.mapFrom(get(page, "/counter.json").body()))
          .containsEntry("count", 1)
          .containsEntry("errors", 1)
          .containsEntry("lastError", "1290: read only")
          .containsEntry("server", "mysql-main-iad-1")
          .containsEntry("longestGapMillis", 0)
          .containsEntry("currentGapMillis", 0);
      assertThat(get(page, "/favicon.ico").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(CounterPage page, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + page.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
