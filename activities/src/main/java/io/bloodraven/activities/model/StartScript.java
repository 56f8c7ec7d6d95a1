package io.bloodraven.activities.model;

import io.bloodraven.api.mysql.OperatorPrivileges;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The script that a site's server container runs, so that any image with mysqld and a POSIX shell
 * will do: it initialises an empty volume with the operator account, runs mysqld, and runs it again
 * when, and only when, mysqld asks for that.
 */
public final class StartScript {
  private static final String BODY = "start.sh";

  private StartScript() {}

  /** Its text, the same for every site. */
  public static String text() {
    return "#!/bin/sh\n" + OperatorPrivileges.shellFunction() + "\n" + body();
  }

  private static String body() {
    try (InputStream resource = StartScript.class.getResourceAsStream(BODY)) {
      if (resource == null) {
        throw new IllegalStateException("the build lost the resource " + BODY);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
