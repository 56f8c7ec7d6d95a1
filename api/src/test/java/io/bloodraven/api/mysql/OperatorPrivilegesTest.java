package io.bloodraven.api.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell's init file is the one that Java makes, whatever the password contains. */
class OperatorPrivilegesTest {
  @TempDir private Path secret;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple",
        "it's",
        "back\\slash",
        "\"'`$(id);#--",
        " spaces  and * ? [a-z]",
        "é日本\uD83D\uDC26",
        "%s%d",
        "-n",
        "two\nlines",
        "'; DROP USER root; --"
      })
  void shellAndJavaAgree(String password) throws IOException, InterruptedException {
    Files.writeString(secret.resolve("username"), "the'operator\n");
    Files.writeString(secret.resolve("password"), password);

    assertThat(shell()).isEqualTo(OperatorPrivileges.initFile("the'operator", password, null));

    Files.writeString(secret.resolve("MYSQL_ROOT_PASSWORD"), password);
    assertThat(shell()).isEqualTo(OperatorPrivileges.initFile("the'operator", password, password));
  }

  @Test
  void noValueAppearsUnencoded() {
    assertThat(OperatorPrivileges.initFile("someone", "a-password", "a-root-password"))
        .doesNotContain("someone", "a-password");
  }

  @Test
  void aSecretWithoutPasswordIsRefused() throws IOException, InterruptedException {
    Files.writeString(secret.resolve("username"), "operator");
    Files.writeString(secret.resolve("password"), "");

    assertThat(shell()).contains("needs the keys username and password").doesNotContain("SET");
  }

  private String shell() throws IOException, InterruptedException {
    Path script = secret.resolve("script");
    Files.writeString(script, OperatorPrivileges.shellFunction() + "operator_init_file \"$1\"\n");
    Process process =
        new ProcessBuilder("/bin/sh", "-eu", script.toString(), secret.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
