package io.bloodraven.playground.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private final StringWriter said = new StringWriter();

  @TempDir private Path folder;

  /** A report. */
  public record Report(List<Integer> runs) {}

  private Figures<Report> figures(Path file) {
    return new Figures<>(file, report -> "runs: " + report.runs(), new PrintWriter(said));
  }

  @Test
  void areInTheirFileAfterEachRunAndPrintedInTheEnd() throws IOException {
    Path file = folder.resolve("figures.json");
    try (Figures<Report> figures = figures(file)) {
      figures.update(new Report(List.of(7)));
      assertThat(JSON.std.mapFrom(file.toFile())).isEqualTo(Map.of("runs", List.of(7)));
      figures.update(new Report(List.of(7, 8)));
      assertThat(JSON.std.mapFrom(file.toFile())).isEqualTo(Map.of("runs", List.of(7, 8)));
      assertThat(said.toString()).isEmpty();
    }
    assertThat(said.toString()).isEqualToNormalizingNewlines("runs: [7, 8]\n");
  }

  @Test
  void areNotPrintedWhereThereIsNone() {
    figures(folder.resolve("figures.json")).close();
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void saysWhereTheyCannotBeWritten() {
    Path file = folder.resolve("gone").resolve("figures.json");
    try (Figures<Report> figures = figures(file)) {
      assertThatThrownBy(() -> figures.update(new Report(List.of(1))))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file.toString());
    }
    assertThat(said.toString()).contains("[1]");
  }
}
