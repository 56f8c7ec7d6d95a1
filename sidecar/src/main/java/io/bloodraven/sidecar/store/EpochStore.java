package io.bloodraven.sidecar.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.lease.StoredState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One small file on the data volume. A save is on disk when it returns: written beside, synced,
 * renamed over the old one, and the directory synced; a crash leaves the old or the new, whole.
 */
public final class EpochStore {
  private final Path directory;
  private final Path file;

  /**
   * @param directory exists and is on the same volume as the database
   */
  public EpochStore(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("epoch.json");
  }

  /**
   * What was saved last; empty when there is no file.
   *
   * @throws IOException when it cannot be read or is not what this class writes: then nobody knows
   *     what was promised, and the sidecar must not start as if nothing was
   */
  public Optional<StoredState> load() throws IOException {
    Map<String, Object> map;
    try {
      map = JSON.std.mapFrom(Files.readString(file, UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw damaged(e.getMessage());
    }
    return Optional.of(
        new StoredState(
            number(map, "highestEpoch"),
            number(map, "takenEpoch"),
            map.containsKey("takenSite") ? text(map, "takenSite") : "",
            number(map, "grantEpoch"),
            text(map, "grantPodUid"),
            sites(map, "electorate"),
            map.containsKey("dropped") ? sites(map, "dropped") : List.of(),
            text(map, "fenceReason")));
  }

  private long number(Map<String, Object> map, String key) throws IOException {
    if (map.get(key) instanceof Number number) {
      return number.longValue();
    }
    throw damaged("no " + key);
  }

  private String text(Map<String, Object> map, String key) throws IOException {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw damaged("no " + key);
  }

  private List<String> sites(Map<String, Object> map, String key) throws IOException {
    if (map.get(key) instanceof List<?> sites) {
      return sites.stream().map(String::valueOf).toList();
    }
    throw damaged("no " + key);
  }

  private IOException damaged(@Nullable String what) {
    return new IOException(
        file + " is damaged (" + what + "); remove it only together with the site's data");
  }

  /** Saves; when this fails the caller must not act on what it wanted to save. */
  public void save(StoredState state) throws IOException {
    Path next = directory.resolve("epoch.json.next");
    ByteBuffer bytes = ByteBuffer.wrap(JSON.std.asString(state).getBytes(UTF_8));
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
