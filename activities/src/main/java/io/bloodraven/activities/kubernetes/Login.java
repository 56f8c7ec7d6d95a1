package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

/** A database user and its password. The password never shows in {@link #toString()}. */
public record Login(String user, String password) {
  public Login {
    requireNonNull(user, "user");
    requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
