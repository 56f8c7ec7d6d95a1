package io.bloodraven.sidecar.binlog;

import io.bloodraven.api.gtid.GtidSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The binary log in the data directory of a server that is gone. Its next start commits every
 * transaction that is whole in there, acknowledged or not, and takes back every other one.
 */
public final class BinaryLog {
  private static final String INDEX = "binlog.index";

  private final Path directory;

  /**
   * @param directory where mysqld keeps its data, wherever that is mounted here
   */
  public BinaryLog(Path directory) {
    this.directory = directory;
  }

  /**
   * Every GTID that the newest file names: those before it, listed at its beginning, and those of
   * the whole transactions in it. What a server has by a clone or by {@code gtid_purged} it never
   * logged.
   *
   * @throws IOException when that cannot be said, and why: a file is missing, encrypted, without
   *     checksums or damaged
   */
  public GtidSet gtids() throws IOException {
    for (String name : Files.readAllLines(directory.resolve(INDEX)).reversed()) {
      // the folder is named as mysqld sees it
      Path path = directory.resolve(Path.of(name).getFileName());
      Optional<GtidSet> named = gtids(path);
      if (named.isPresent()) {
        return named.get();
      }
      // only begun, so nothing followed the file before it
    }
    throw new IOException("no file in " + directory.resolve(INDEX) + " has a whole beginning");
  }

  private static Optional<GtidSet> gtids(Path path) throws IOException {
    try (LogFile file = LogFile.open(path)) {
      return file.gtids();
    } catch (RuntimeException e) { // whatever a number that makes no sense leads to
      throw new IOException("an event in " + path + " is damaged: " + e, e);
    }
  }
}
