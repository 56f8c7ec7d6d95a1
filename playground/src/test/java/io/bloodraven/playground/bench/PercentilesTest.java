package io.bloodraven.playground.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void areFiguresThatWereMeasured() {
    assertThat(Percentiles.of(List.of(40.0, 10.0, 30.0, 20.0)))
        .isEqualTo(new Percentiles(4, 10, 20, 40, 40));
  }

  @Test
  void takeTheNearestRank() {
    List<Double> figures = IntStream.rangeClosed(1, 200).mapToObj(i -> (double) i).toList();
    assertThat(Percentiles.of(figures)).isEqualTo(new Percentiles(200, 1, 100, 198, 200));
  }

  @Test
  void ofOneFigureAreThatFigure() {
    assertThat(Percentiles.of(List.of(7.0))).isEqualTo(new Percentiles(1, 7, 7, 7, 7));
  }

  @Test
  void ofNothingAreZero() {
    assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
  }
}
