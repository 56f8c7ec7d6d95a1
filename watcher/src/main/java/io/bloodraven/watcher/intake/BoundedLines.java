package io.bloodraven.watcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream that never ends, each bounded in length and in the time it may take to come. It
 * relies on a read timeout of the stream itself for a peer that sends nothing at all.
 */
final class BoundedLines {
  private final InputStream stream;
  private final int maxBytes;
  private final long maxMillis;
  private final LongSupplier clock;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;

  BoundedLines(InputStream stream, int maxBytes, long maxMillis, LongSupplier clock) {
    this.stream = stream;
    this.maxBytes = maxBytes;
    this.maxMillis = maxMillis;
    this.clock = clock;
  }

  /**
   * The next line without its end, null at the end of the stream.
   *
   * @throws IOException when the line is too long or takes too long
   */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long deadline = clock.getAsLong() + maxMillis;
    while (true) {
      if (at == end) {
        end = stream.read(buffer);
        at = 0;
        if (end < 0) {
          end = 0;
          return null;
        }
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (line.size() + at - from > maxBytes) {
        throw new IOException("a line of more than " + maxBytes + " bytes");
      }
      line.write(buffer, from, at - from);
      if (at < end) {
        at++;
        return line.toString(UTF_8);
      }
      // a whole line is taken however late it is
      if (clock.getAsLong() > deadline) {
        throw new IOException("no whole line within " + maxMillis + " ms");
      }
    }
  }
}
