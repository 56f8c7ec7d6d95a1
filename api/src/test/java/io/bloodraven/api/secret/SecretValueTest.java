package io.bloodraven.api.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java reads a Secret's value as the start script's shell does. */
class SecretValueTest {
  @TempDir private Path folder;

  /** What is between the bars; {@code \n}, {@code \r} and {@code \t} stand for themselves. */
  @ParameterizedTest
  @CsvSource({
    "|secret|, |secret|",
    "|secret\\n|, |secret|",
    "|secret\\n\\n\\n|, |secret|",
    "|secret |, |secret |",
    "|secret\\t\\n|, |secret\\t|",
    "| secret \\n|, | secret |",
    "|secret\\r\\n|, |secret\\r|",
    "|\\nsec\\nret|, |\\nsec\\nret|",
    "|é日本|, |é日本|",
    "|\\n|, ||",
    "||, ||",
  })
  void onlyNewlinesAtTheEndAreNotOfTheValue(String content, String value)
      throws IOException, InterruptedException {
    byte[] bytes = plain(content).getBytes(UTF_8);

    assertThat(SecretValue.of(bytes)).isEqualTo(plain(value)).isEqualTo(shell(bytes));
  }

  private String shell(byte[] content) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("password"), content);
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "v=$(cat \"$0\"); printf %s \"$v\"", file.toString())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static String plain(String between) {
    return between.replace("|", "").translateEscapes();
  }
}
