package io.bloodraven.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.sidecar.HalfAnswers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerClientTest {
  @TempDir private Path folder;

  @Test
  void hangsUpOnAPeerThatDoesNotEndItsAnswer() throws Exception {
    Token token = new Token(Files.writeString(folder.resolve("token"), "t"));
    try (HalfAnswers peer = new HalfAnswers();
        PeerClient client =
            new PeerClient(_ -> peer.url().toString(), token, Duration.ofSeconds(1))) {
      assertThat(client.relay("iad", "GET", "/status", new byte[0]))
          .failsWithin(Duration.ofSeconds(10));
      assertThat(peer.begun()).isEqualTo(1);
      await().until(() -> peer.hungUp() == 1);
    }
  }
}
