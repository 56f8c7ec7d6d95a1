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
import java.util.stream.Stream;

/**
 * Requests kept as text files, and what chance makes of them. A file is a request as it is sent,
 * with {@code {token}} and {@code {length}} to be filled in; lines of the head end as HTTP wants.
 */
public final class HttpCorpus {
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

  private final List<byte[]> requests;

  private HttpCorpus(List<byte[]> requests) {
    this.requests = requests;
  }

  /** All files of the folder. */
  public static HttpCorpus read(Path folder, String token) {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> requests = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        requests.add(request(Files.readString(file), token));
      }
      return new HttpCorpus(requests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] request(String text, String token) {
    int end = text.indexOf("\n\n");
    String body = text.substring(end + 2).strip();
    String head =
        text.substring(0, end + 2)
            .replace("{token}", token)
            .replace("{length}", Integer.toString(body.getBytes(UTF_8).length))
            .replace("\n", "\r\n");
    return (head + body).getBytes(UTF_8);
  }

  /** As they are. */
  public List<byte[]> requests() {
    return List.copyOf(requests);
  }

  /** One of them with one to four changes. */
  public byte[] mutated(Random random) {
    byte[] request = any(random).clone();
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      request = changed(request, random);
    }
    return request;
  }

  private byte[] any(Random random) {
    return requests.get(random.nextInt(requests.size()));
  }

  private byte[] changed(byte[] request, Random random) {
    int from = random.nextInt(request.length + 1);
    int to = Math.min(request.length, from + random.nextInt(24));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(request, from);
      case 1 -> spliced(request, from, new byte[0], to);
      case 2 -> spliced(request, from, new byte[] {(byte) random.nextInt(256)}, from);
      case 3 -> spliced(request, from, ODD.get(random.nextInt(ODD.size())).getBytes(UTF_8), to);
      case 4 -> spliced(request, from, repeated(request, from, to, random), to);
      case 5 -> spliced(request, from, any(random), to);
      case 6 -> spliced(request, from, ODD.get(random.nextInt(ODD.size())).getBytes(UTF_8), from);
      default -> flipped(request, from, random);
    };
  }

  private static byte[] flipped(byte[] request, int at, Random random) {
    byte[] changed = request.clone();
    if (at < changed.length) {
      changed[at] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] repeated(byte[] request, int from, int to, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int times = 1 << random.nextInt(10); times > 0; times--) {
      out.write(request, from, to - from);
    }
    return out.toByteArray();
  }

  private static byte[] spliced(byte[] request, int from, byte[] middle, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(request, 0, from);
    out.writeBytes(middle);
    out.write(request, to, request.length - to);
    return out.toByteArray();
  }
}
