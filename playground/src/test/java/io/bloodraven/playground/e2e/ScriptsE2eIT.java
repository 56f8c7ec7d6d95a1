package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.cluster.PlaygroundStatus;
import org.junit.jupiter.api.Test;

/** What the scripts promise to whoever calls them. */
@OnPlayground
class ScriptsE2eIT {

  @Test
  void aSecondSetupChangesNothing(LivePlayground live) {
    PlaygroundStatus before = live.status();
    live.scripts().setUp();
    assertThat(live.status()).isEqualTo(before);
  }

  @Test
  void theStatusIsWhatTheApiServerKnows(LivePlayground live) {
    assertThat(live.cluster().status()).isEqualTo(live.status());
  }
}
