package io.bloodraven.sidecar.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.sidecar.HalfAnswers;
import io.bloodraven.sidecar.SidecarLog;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseClientTest {
  @TempDir private Path folder;

  /** An API server whose certificates cannot be checked is not asked, and that is told. */
  @Test
  void saysThatItHasNothingToTrustUntilItHas() throws Exception {
    Path ca = folder.resolve("ca.crt");
    Path token = Files.writeString(folder.resolve("token"), "t");
    List<Object> heard = new CopyOnWriteArrayList<>();
    try (KubeApi api = new KubeApi(URI.create("https://127.0.0.1:1"), ca, token)) {
      LeaseClient client = client(api, heard);
      assertThat(client.trouble()).isEmpty();
      client.read();
      await()
          .untilAsserted(() ->
              assertThat(client.trouble()).contains("mysql-g", "cannot be read", ca.toString()));

      Files.writeString(ca, ""); // no certificate is one that nobody has
      await()
          .untilAsserted(() -> {
            client.read();
            assertThat(client.trouble()).isEmpty();
          });
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void readsAgainWhereAnAnswerDidNotEnd() throws Exception {
    Path ca = Files.writeString(folder.resolve("ca.crt"), "");
    Path token = Files.writeString(folder.resolve("token"), "t");
    List<Object> heard = new CopyOnWriteArrayList<>();
    try (HalfAnswers server = new HalfAnswers();
        KubeApi api = new KubeApi(server.url(), ca, token)) {
      LeaseClient client = client(api, heard);
      await()
          .until(() -> {
            client.read();
            return server.begun() >= 2;
          });
      await().until(() -> server.hungUp() >= 1);
      assertThat(heard).isEmpty();
    }
  }

  private static LeaseClient client(KubeApi api, List<Object> heard) {
    return new LeaseClient(
        api,
        "default",
        "mysql-g",
        6_000,
        () -> 0,
        Clock.systemUTC(),
        heard::add,
        new SidecarLog("default/g", "iad", () -> 0));
  }
}
