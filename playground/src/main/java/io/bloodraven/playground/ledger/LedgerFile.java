package io.bloodraven.playground.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The record of every attempt: one line each, fields separated by tabs in the order of {@link
 * Attempt}. Only appended to; nothing is kept in memory but a buffer.
 */
public final class LedgerFile implements AutoCloseable {
  private final BufferedWriter out;

  /**
   * Opens the file for appending.
   *
   * @throws IOException when it cannot be written
   */
  public LedgerFile(Path path) throws IOException {
    out =
        Files.newBufferedWriter(
            path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
  }

  /**
   * Adds an attempt; safe for any number of threads.
   *
   * @throws UncheckedIOException when it cannot be written: a ledger with holes proves nothing
   */
  public synchronized void append(Attempt attempt) {
    try {
      out.write(
          String.join(
              "\t",
              Long.toString(attempt.id()),
              attempt.target(),
              attempt.server(),
              attempt.outcome().name(),
              Long.toString(attempt.startNanos()),
              Long.toString(attempt.endNanos()),
              attempt.error()));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  /**
   * All attempts of a file.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when a line is not an attempt
   */
  public static List<Attempt> read(Path path) throws IOException {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.map(LedgerFile::parse).toList();
    }
  }

  private static Attempt parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 7) {
      throw new IllegalArgumentException("not a ledger line: " + line);
    }
    return new Attempt(
        Long.parseLong(fields[0]),
        fields[1],
        fields[2],
        Outcome.valueOf(fields[3]),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]),
        fields[6]);
  }
}
