package io.bloodraven.sidecar.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DataAgeTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  private long now = 5_000;
  private final DataAge age = new DataAge(() -> now);

  @Test
  void isUnknownUntilMySqlKnewALagOnce() {
    assertThat(age.with(NONE)).isEqualTo(-1);
    now += 60_000;
    assertThat(age.with(NONE)).isEqualTo(-1);
  }

  @Test
  void isMySqlsOwnFigureWhereThereIsOne() {
    assertThat(age.with(OptionalLong.of(7))).isEqualTo(7);
    now += 60_000;
    assertThat(age.with(OptionalLong.of(0))).isZero();
  }

  @Test
  void countsOnWhereMySqlKnowsNone() {
    age.with(OptionalLong.of(7));
    now += 1_999;
    assertThat(age.with(NONE)).isEqualTo(8);
    now += 1_001;
    assertThat(age.with(NONE)).isEqualTo(10);
  }

  @Test
  void saysNothingOfAnEarlierChannel() {
    age.with(OptionalLong.of(7));
    age.forget();
    assertThat(age.with(NONE)).isEqualTo(-1);
  }
}
