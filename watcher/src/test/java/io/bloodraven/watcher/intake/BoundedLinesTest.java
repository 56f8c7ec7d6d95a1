package io.bloodraven.watcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
  @Test
  void cutsAtLineEnds() throws IOException {
    BoundedLines lines = lines("first\n\nthird ü\nunfinished", 100);

    assertThat(lines.next()).isEqualTo("first");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("third ü");
    assertThat(lines.next()).as("a line that was cut off is none").isNull();
  }

  @Test
  void refusesALineWithoutEnd() {
    assertThatIOException()
        .isThrownBy(() -> lines("x".repeat(20_000), 10_000).next())
        .withMessageContaining("10000 bytes");
  }

  @Test
  void refusesALineThatDripsIn() {
    AtomicLong now = new AtomicLong();
    InputStream drip =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            now.addAndGet(900);
            buffer[offset] = 'x';
            return 1;
          }
        };

    assertThatIOException()
        .isThrownBy(() -> new BoundedLines(drip, 1000, 2000, now::get).next())
        .withMessageContaining("2000 ms");
  }

  private static BoundedLines lines(String text, int maxBytes) {
    return new BoundedLines(
        new ByteArrayInputStream(text.getBytes(UTF_8)), maxBytes, 2000, () -> 0);
  }
}
