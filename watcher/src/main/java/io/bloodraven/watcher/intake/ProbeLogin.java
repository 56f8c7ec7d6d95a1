package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

/** An account that may log in and nothing more; the password is in no string of it. */
public record ProbeLogin(String username, String password) {
  public ProbeLogin {
    requireNonNull(username, "username");
    requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return username;
  }
}
