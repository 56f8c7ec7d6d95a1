package io.bloodraven.playground.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import io.bloodraven.testing.MysqlServer;
import org.junit.jupiter.api.Test;

class CounterIT {

  @Test
  void makesItsTableWritesThroughARestartAndShowsTheGap() throws Exception {
    Tally tally = new Tally(System::nanoTime);
    try (MysqlServer server = MysqlServer.start("counter")) {
      Login login = new Login(MysqlServer.USER, MysqlServer.PASSWORD);
      Endpoint endpoint = new Endpoint(server.host(), server.port());
      Thread writer = Thread.ofPlatform().start(new CounterWriter(endpoint, login, tally));
      try {
        await().until(() -> tally.read().errors() > 0);
        assertThat(tally.read().count()).as("the server is still closed").isZero();
        server.open();
        await().until(() -> tally.read().count() > 3);

        server.kill();
        long errors = tally.read().errors();
        await().until(() -> tally.read().errors() > errors);
        long gap = tally.read().currentGapMillis();
        server.start();
        server.open();
        long before = tally.read().count();
        await().until(() -> tally.read().count() > before + 3);
        assertThat(tally.read().longestGapMillis()).isGreaterThanOrEqualTo(gap);
      } finally {
        writer.interrupt();
        writer.join();
      }
      assertThat(Long.parseLong(server.value("SELECT n FROM playground.counter")))
          .isGreaterThanOrEqualTo(tally.read().count());
    }
  }
}
