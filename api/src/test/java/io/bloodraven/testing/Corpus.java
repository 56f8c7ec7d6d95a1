package io.bloodraven.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** Input kept as files, and what chance makes of it. */
public final class Corpus {
  private static final List<String> ODD =
      List.of(
          "-1",
          "0",
          "1",
          "3.5",
          "1e400",
          "1152921504606846976",
          "9223372036854775807",
          "99999999999999999999",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"\\u0000\"",
          "\\",
          "\"",
          "\r\n",
          "%00",
          "../",
          "\u00e9",
          "[[[[[[[[",
          "{\"a\":");

  private final List<byte[]> entries;

  private Corpus(List<byte[]> entries) {
    this.entries = entries;
  }

  /**
   * All files of the folder.
   *
   * @param form makes the input of a file's text
   */
  public static Corpus read(Path folder, Function<String, byte[]> form) {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> entries = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        entries.add(form.apply(Files.readString(file)));
      }
      return new Corpus(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As they are. */
  public List<byte[]> entries() {
    return List.copyOf(entries);
  }

  /** One of them with one to four changes. */
  public byte[] mutated(Random random) {
    byte[] entry = any(random).clone();
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      entry = changed(entry, random);
    }
    return entry;
  }

  private byte[] any(Random random) {
    return entries.get(random.nextInt(entries.size()));
  }

  private byte[] changed(byte[] entry, Random random) {
    int from = random.nextInt(entry.length + 1);
    int to = Math.min(entry.length, from + random.nextInt(24));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(entry, from);
      case 1 -> spliced(entry, from, new byte[0], to);
      case 2 -> spliced(entry, from, new byte[] {(byte) random.nextInt(256)}, from);
      case 3 -> spliced(entry, from, ODD.get(random.nextInt(ODD.size())).getBytes(UTF_8), to);
      case 4 -> spliced(entry, from, repeated(entry, from, to, random), to);
      case 5 -> spliced(entry, from, any(random), to);
      case 6 -> spliced(entry, from, ODD.get(random.nextInt(ODD.size())).getBytes(UTF_8), from);
      default -> flipped(entry, from, random);
    };
  }

  private static byte[] flipped(byte[] entry, int at, Random random) {
    byte[] changed = entry.clone();
    if (at < changed.length) {
      changed[at] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] repeated(byte[] entry, int from, int to, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int times = 1 << random.nextInt(10); times > 0; times--) {
      out.write(entry, from, to - from);
    }
    return out.toByteArray();
  }

  private static byte[] spliced(byte[] entry, int from, byte[] middle, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(entry, 0, from);
    out.writeBytes(middle);
    out.write(entry, to, entry.length - to);
    return out.toByteArray();
  }
}
