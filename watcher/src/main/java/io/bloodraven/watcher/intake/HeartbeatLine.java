package io.bloodraven.watcher.intake;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one line of a heartbeat stream. The line comes from the network: anything may be in it. */
final class HeartbeatLine {
  private HeartbeatLine() {}

  /**
   * @throws IOException when the line is no complete heartbeat
   */
  static Heartbeat parse(String line) throws IOException {
    try {
      Heartbeat heartbeat = JSON.std.beanFrom(Heartbeat.class, line);
      if (heartbeat == null || !complete(heartbeat)) {
        throw new IOException("a field is missing in the heartbeat");
      }
      return heartbeat;
    } catch (RuntimeException e) {
      throw new IOException("no heartbeat: " + e.getClass().getSimpleName(), e);
    }
  }

  // the reader fills what is missing with null, whatever the records promise
  private static boolean complete(Heartbeat heartbeat) {
    LeaseView lease = heartbeat.lease();
    return Stream.of(
                heartbeat.namespace(),
                heartbeat.group(),
                heartbeat.site(),
                heartbeat.podUid(),
                heartbeat.bootId(),
                heartbeat.server(),
                heartbeat.gtidExecuted(),
                heartbeat.gtidReceived(),
                lease)
            .allMatch(HeartbeatLine::present)
        && present(lease.holderSite())
        && present(lease.holderPodUid())
        && (heartbeat.replication() == null
            || Stream.of(
                    heartbeat.replication().sourceHost(),
                    heartbeat.replication().receiver(),
                    heartbeat.replication().receiverError(),
                    heartbeat.replication().applierError())
                .allMatch(HeartbeatLine::present));
  }

  private static boolean present(@Nullable Object value) {
    return value != null;
  }
}
