package io.bloodraven.watcher.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Replication;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagDebounceTest {
  private static final long LIMIT = 10;

  private final LagDebounce lag = new LagDebounce(LIMIT);

  /** Ages of the data in seconds, one after another, and after which of them the replica lags. */
  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0 10 10,       no no no,       what the manifest allows is well",
    "11,            yes,            more is not",
    "11 10 6 5,     yes yes yes no, it has to catch up by half",
    "11 5 10 11,    yes no no yes,  and then has the whole limit again",
    "-1 0,          yes no,         an unknown age is no young one"
  })
  void judges(String ages, String verdicts, String why) {
    String judged =
        Arrays.stream(ages.split(" "))
            .map(age -> lagsWith(Long.parseLong(age)) ? "yes" : "no")
            .collect(Collectors.joining(" "));
    assertThat(judged).as(why).isEqualTo(verdicts);
  }

  private boolean lagsWith(long age) {
    lag.record(new Replication("mysql-main-iad-internal", "ON", true, "", "", age, age));
    return lag.lagging();
  }

  @Test
  void whoIsNoReplicaIsBehindNobody() {
    lagsWith(LIMIT + 1);
    lag.record(null);
    assertThat(lag.lagging()).isFalse();
  }
}
