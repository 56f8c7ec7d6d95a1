package io.bloodraven.watcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.testing.MysqlServer;
import io.bloodraven.watcher.tracking.ProbeResult;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MysqlProbeIT {
  @AutoClose private static final MysqlServer SERVER = MysqlServer.start("probed");

  @Test
  void tellsALiveServerFromADeadAndAFrozenOne() {
    try (MysqlProbe probe = probe(MysqlServer.PASSWORD)) {
      assertThat(probe.ask()).isEqualTo(ProbeResult.UP);
      SERVER.freeze();
      assertThat(probe.ask()).as("frozen").isEqualTo(ProbeResult.DOWN);
      SERVER.thaw();
      assertThat(probe.ask()).as("thawed").isEqualTo(ProbeResult.UP);
      SERVER.kill();
      assertThat(probe.ask()).as("killed").isEqualTo(ProbeResult.DOWN);
      SERVER.start();
      assertThat(probe.ask()).as("back").isEqualTo(ProbeResult.UP);
    }
  }

  @Test
  void isNoVerdictWhenItIsNotLetIn() {
    try (MysqlProbe wrong = probe("not the password");
        MysqlProbe none = new MysqlProbe("127.0.0.1:" + SERVER.port(), Optional::empty)) {
      assertThat(wrong.ask()).isEqualTo(ProbeResult.UNKNOWN);
      assertThat(none.ask()).isEqualTo(ProbeResult.UNKNOWN);
    }
  }

  private static MysqlProbe probe(String password) {
    return new MysqlProbe(
        "127.0.0.1:" + SERVER.port(),
        () -> Optional.of(new ProbeLogin(MysqlServer.USER, password)));
  }
}
