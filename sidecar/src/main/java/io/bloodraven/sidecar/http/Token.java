package io.bloodraven.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The group's control token. Its file is read at each use: the Secret may come late or be replaced.
 */
public final class Token {
  private static final String SCHEME = "Bearer ";

  private final Path file;

  public Token(Path file) {
    this.file = file;
  }

  /** The header that proves knowledge of it. */
  String header() throws IOException {
    return SCHEME + read();
  }

  /**
   * Whether the header names the token; takes as long whatever is wrong with it.
   *
   * @throws IOException when there is no token to compare with
   */
  boolean admits(@Nullable String header) throws IOException {
    byte[] expected = header().getBytes(UTF_8);
    byte[] given = (header == null ? "" : header).getBytes(UTF_8);
    return MessageDigest.isEqual(expected, given);
  }

  private String read() throws IOException {
    String token = Files.readString(file).strip();
    if (token.isEmpty()) {
      throw new IOException("the control token in " + file + " is empty");
    }
    return token;
  }
}
