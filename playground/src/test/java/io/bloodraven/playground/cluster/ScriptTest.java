package io.bloodraven.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void returnsWhatItPrints() throws IOException {
    Script script = script("echo noise >&2; echo \"$GREETING $1\"");
    assertThat(script.run(LIMIT, List.of("iad"))).isEqualTo("hello iad\n");
  }

  @Test
  void doesNotWaitForWhatTheScriptLeavesRunning() throws IOException {
    Script script = script("sleep 60 & echo $!");
    String pid = script.run(LIMIT, List.of()).strip();
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroy();
  }

  @Test
  void failsWithWhatItSaid() throws IOException {
    Script script = script("echo 'port in use' >&2; exit 3");
    assertThatThrownBy(() -> script.run(LIMIT, List.of())).hasMessageContaining("port in use");
  }

  @Test
  void isKilledAtItsLimit() throws IOException {
    Script script = script("echo begun >&2; sleep 60");
    assertThatThrownBy(() -> script.run(Duration.ofMillis(500), List.of()))
        .hasMessageContaining("not done")
        .hasMessageContaining("begun");
  }

  @Test
  void waitsForTheWord() throws Exception {
    Script script = script("echo armed >&2; read -r word || exit 1; echo \"$word\"");
    try (Script.Running running = script.start(List.of())) {
      running.awaitWord(LIMIT);
      assertThatThrownBy(() -> running.await(Duration.ofMillis(200)))
          .hasMessageContaining("not done")
          .hasMessageContaining("armed");
      running.say("now");
      assertThat(running.await(LIMIT)).isEqualTo("now\n");
    }
  }

  @Test
  void endsWithItsCaller() throws Exception {
    Path started = folder.resolve("started");
    Path ended = folder.resolve("ended");
    Script script =
        script("echo $$ >%s; echo armed >&2; read -r word; echo >%s".formatted(started, ended));
    ProcessHandle process;
    try (Script.Running running = script.start(List.of())) {
      running.awaitWord(LIMIT);
      process = ProcessHandle.of(Long.parseLong(Files.readString(started).strip())).orElseThrow();
    }
    process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).doesNotExist();
  }

  private Script script(String body) throws IOException {
    Path path = folder.resolve("script.sh");
    Files.writeString(path, "#!/bin/sh\n" + body + "\n");
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return new Script(path, Map.of("GREETING", "hello"));
  }
}
