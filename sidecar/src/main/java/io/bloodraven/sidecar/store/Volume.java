package io.bloodraven.sidecar.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data volume, which the sidecar's own files are on too. */
public final class Volume {
  /** Four pages of InnoDB: what is left when a write of some length has failed. */
  private static final long FULL_BELOW = 65_536;

  private final Path directory;

  /**
   * @param directory on the volume
   */
  public Volume(Path directory) {
    this.directory = directory;
  }

  /** Whether nothing more can be added to it; not so when it cannot be told. */
  public boolean isFull() {
    try {
      return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW;
    } catch (IOException e) {
      return false;
    }
  }
}
