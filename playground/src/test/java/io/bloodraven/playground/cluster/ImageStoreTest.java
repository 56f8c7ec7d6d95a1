package io.bloodraven.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the nodes share of the unpacked images, and what they do not. */
final class ImageStoreTest {
  private static final Path LIBRARY = Path.of("lib", "image-store.sh").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void layersAreSharedAndDatabasesAreNot() throws IOException {
    Path store = folder.resolve("store");
    Path layer = write(store.resolve("snapshots/1/fs/bin/mysqld"), "program");
    Path database = write(store.resolve("bolt/meta data.db"), "names");
    Path node = folder.resolve("node");
    write(node.resolve("snapshots/2/left"), "by a copy that was interrupted");

    copy(store, node);

    assertThat(node.resolve("snapshots/2")).doesNotExist();
    assertThat(Files.isSameFile(layer, node.resolve("snapshots/1/fs/bin/mysqld"))).isTrue();
    Path own = node.resolve("bolt/meta data.db");
    assertThat(own).hasContent("names");
    Files.writeString(own, "other names");
    assertThat(database).hasContent("names");
  }

  private void copy(Path from, Path to) throws IOException {
    Path script = folder.resolve("copy.sh");
    Files.writeString(
        script,
        "#!/usr/bin/env bash\nset -euo pipefail\n. '%s'\nimage_store_copy \"$@\"\n"
            .formatted(LIBRARY));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    new Script(script, Map.of("LOCAL", folder.toString()))
        .run(Duration.ofSeconds(20), List.of(from.toString(), to.toString()));
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
