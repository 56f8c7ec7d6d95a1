package io.bloodraven.playground.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign has measured so far. It is in its file after each run, and the summary is printed
 * in the end, also when that comes early: by an error, or by a signal.
 *
 * @param <R> a report of all runs so far
 */
public final class Figures<R> implements AutoCloseable {
  private final @Nullable Path file;
  private final Function<R, String> summary;
  private final PrintWriter out;
  private final Thread atExit = new Thread(this::print, "figures");
  private volatile @Nullable R latest;

  /**
   * No figures yet.
   *
   * @param file to be written as JSON; none if null
   * @param summary of a report, for people
   */
  public Figures(@Nullable Path file, Function<R, String> summary, PrintWriter out) {
    this.file = file;
    this.summary = summary;
    this.out = out;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Another run has ended.
   *
   * @param report with all runs up to this one
   * @throws UncheckedIOException when the file cannot be written
   */
  public void update(R report) {
    latest = report;
    if (file == null) {
      return;
    }
    try {
      Files.write(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asBytes(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print() {
    R report = latest;
    if (report != null) {
      out.println(summary.apply(report));
      out.flush();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    print();
  }
}
