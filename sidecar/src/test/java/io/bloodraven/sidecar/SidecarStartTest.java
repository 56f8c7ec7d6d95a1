package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchRequest;
import io.bloodraven.sidecar.fence.TestingNft;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.lease.LeaseTimings;
import io.bloodraven.sidecar.lease.Self;
import io.bloodraven.sidecar.mysql.ProcMysqld;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sidecar at its very beginning: no server, no peer, and an API server that it cannot even ask.
 */
class SidecarStartTest {
  private static final String TOKEN = "token-of-the-test";

  @AutoClose private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private Sidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN);
    sidecar =
        new Sidecar(
            new SidecarSettings(
                new GroupRef("ns", "g"),
                new Self("ns", "g", "iad", "pod-iad"),
                new LeaseTimings(6_000, 1_000, 300_000),
                2_000,
                file,
                folder,
                folder,
                folder,
                1,
                0,
                "--of-no-server",
                NetworkGuard.OFF),
            new KubeApi(URI.create("https://127.0.0.1:1"), folder.resolve("ca.crt"), file),
            new ProcMysqld(Path.of("/proc"), "--of-no-server"),
            new TestingNft(Sidecar::monotonicMillis),
            site -> "http://127.0.0.1:1",
            Clock.systemUTC());
    sidecar.start();
  }

  @AfterEach
  void close() {
    sidecar.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sidecar.port() + path))
            .header("Authorization", "Bearer " + TOKEN)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private Heartbeat status() throws Exception {
    return JSON.std.beanFrom(Heartbeat.class, send("GET", "/status", "").body());
  }

  @Test
  void answersAndSaysWhatIsNotKnown() throws Exception {
    assertThat(send("GET", "/health", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ready", "").statusCode()).isEqualTo(503);
    Heartbeat beat = status();
    assertThat(beat.server()).isEqualTo(ServerState.STARTING);
    assertThat(beat.writable()).isFalse();
    assertThat(beat.lease().leaseChangedAgoMillis()).isEqualTo(-1);
    assertThat(beat.lease().highestEpoch()).isZero();
    await()
        .untilAsserted(
            () -> assertThat(status().troubles()).singleElement().asString().contains("ca.crt"));
  }

  @Test
  void promisesNothingBeforeItKnowsWhatItPromised() throws Exception {
    String vouch = JSON.std.asString(new VouchRequest("ns", "g", "pdx", "pod-pdx", 1));
    HttpResponse<String> answer = send("POST", "/control/vouch", vouch);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains(Refusal.LEASE_UNREAD.name()).contains("\"granted\":false");

    String claim = JSON.std.asString(new ClaimRequest("ns", "g", "iad", 1, List.of()));
    assertThat(send("POST", "/control/claim", claim).body()).contains("\"taken\":false");
    assertThat(status().lease().holdingEpoch()).isZero();
  }
}
