package io.bloodraven.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.sidecar.lease.StoredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochStoreTest {
  private static final StoredState STATE =
      new StoredState(
          7, 6, "sfo", 5, "pod", List.of("iad", "pdx"), List.of("sfo"), "a \"reason\"\n");

  @TempDir private Path directory;

  @Test
  void givesBackWhatWasSavedLast() throws IOException {
    EpochStore store = new EpochStore(directory);
    assertThat(store.load()).isEmpty();
    store.save(StoredState.EMPTY);
    store.save(STATE);
    assertThat(new EpochStore(directory).load()).contains(STATE);
  }

  @Test
  void aFileThatDoesNotTellOfOtherSitesYetIsRead() throws IOException {
    Files.writeString(
        directory.resolve("epoch.json"),
        """
        {"highestEpoch":7,"takenEpoch":6,"grantEpoch":5,"grantPodUid":"pod",
         "electorate":["iad","pdx"],"fenceReason":""}
        """);
    assertThat(new EpochStore(directory).load())
        .contains(new StoredState(7, 6, "", 5, "pod", List.of("iad", "pdx"), List.of(), ""));
  }

  @Test
  void aHalfWrittenSuccessorDoesNotCount() throws IOException {
    EpochStore store = new EpochStore(directory);
    store.save(STATE);
    Files.writeString(directory.resolve("epoch.json.next"), "{\"highestEp");
    assertThat(store.load()).contains(STATE);
  }

  @Test
  void aDamagedFileIsNotALostOne() throws IOException {
    for (String text : List.of("", "{", "{}", "{\"highestEpoch\":\"7\"}")) {
      Files.writeString(directory.resolve("epoch.json"), text);
      assertThatThrownBy(() -> new EpochStore(directory).load())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("epoch.json");
    }
  }

  @Test
  void aSaveThatFailsSaysSo() {
    EpochStore store = new EpochStore(directory.resolve("gone"));
    assertThatThrownBy(() -> store.save(STATE)).isInstanceOf(IOException.class);
  }
}
