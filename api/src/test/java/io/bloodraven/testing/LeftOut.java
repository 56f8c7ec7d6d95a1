package io.bloodraven.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of the tests that a build may leave out; then that is among the last things it prints. */
public final class LeftOut {
  private static final Path NOTES = Checkout.root().resolve("playground/target/left-out");

  private final String tests;
  private final Path note;

  private LeftOut(String tests, Path note) {
    this.tests = tests;
    this.note = note;
  }

  /**
   * Skips the test that runs unless it is wanted.
   *
   * @param tests their name in the plural, for people
   */
  public static void unless(boolean wanted, String tests, String otherwise) {
    LeftOut leftOut = notYet(tests);
    if (!wanted) {
      leftOut.because(otherwise);
      abort(tests + " are skipped: " + otherwise);
    }
  }

  /**
   * A part that is not left out, so far.
   *
   * @param tests their name in the plural, for people
   */
  public static LeftOut notYet(String tests) {
    Path note = NOTES.resolve(tests.replace(' ', '-'));
    try {
      Files.createDirectories(NOTES);
      Files.deleteIfExists(note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LeftOut(tests, note);
  }

  /** Leaves a note that it is left out; the build prints it. */
  public void because(String reason) {
    try {
      Files.writeString(note, "WARNING: %s were SKIPPED: %s%n".formatted(tests, reason));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
