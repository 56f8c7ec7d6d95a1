package io.bloodraven.playground.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MySQL user and its password; prints without the password. */
public record Login(String user, String password) {

  /**
   * The login of {@code user}, its password being the file's content without the line end.
   *
   * @throws IOException when the file cannot be read
   */
  public static Login fromFile(String user, Path passwordFile) throws IOException {
    return new Login(user, Files.readString(passwordFile).strip());
  }

  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
