package io.bloodraven.playground.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
  private static final Attempt ACKED = new Attempt(7, "iad", "A", Outcome.ACKED, 10, 20, "");
  private static final Attempt FAILED =
      new Attempt(8, Target.SERVICE, "", Outcome.FAILED, 11, 1_000_000_011, "08S01");

  @TempDir Path folder;

  @Test
  void keepsWhatWasThereAndReadsItBack() throws IOException {
    Path path = folder.resolve("ledger.tsv");
    try (LedgerFile file = new LedgerFile(path)) {
      file.append(ACKED);
    }
    try (LedgerFile file = new LedgerFile(path)) {
      file.append(FAILED);
    }
    assertThat(LedgerFile.read(path)).containsExactly(ACKED, FAILED);
  }

  @Test
  void refusesALineThatWasCut() throws IOException {
    Path path = folder.resolve("ledger.tsv");
    Files.writeString(path, "7\tiad\tA\tACK");
    assertThatThrownBy(() -> LedgerFile.read(path)).hasMessageContaining("not a ledger line");
  }
}
