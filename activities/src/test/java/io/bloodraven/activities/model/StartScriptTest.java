package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script's own decisions, with a shell script in the place of mysqld. */
class StartScriptTest {
  @TempDir Path folder;
  private StartedScript script;

  @BeforeEach
  void files() throws IOException {
    script = new StartedScript(folder, "operator", "pass'word\\", "root");
    Files.writeString(folder.resolve("config/my.cnf"), "[mysqld]\n");
  }

  @Test
  void initialisesOnceAndLeavesNoSecretBehind() throws Exception {
    mysqldDoes(
        """
        case "$*" in *--initialize*)
          cat "$memory/init.sql" >"$log.init"
          ls -l "$memory/init.sql" | cut -c1-10 >"$log.mode"
          mkdir "${datadir}"
        esac
        exit 0
        """);

    assertThat(ended(script.start())).isZero();
    assertThat(ended(script.start())).isZero();

    assertThat(calls()).filteredOn(call -> call.contains("--initialize-insecure")).hasSize(1);
    assertThat(calls()).filteredOn(call -> !call.contains("--initialize-insecure")).hasSize(2);
    assertThat(folder.resolve("volume/data")).isDirectory();
    assertThat(Files.readString(folder.resolve("log.init"))).contains("CREATE USER");
    assertThat(Files.readString(folder.resolve("log.mode"))).startsWith("-rw-------");
    assertThat(folder.resolve("memory/init.sql")).doesNotExist();
  }

  @Test
  void beginsAnInterruptedInitialisationAnew() throws Exception {
    mysqldDoes(
        """
        case "$*" in *--initialize*)
          if ! [ -e "$log.second" ]; then
            mkdir "${datadir}"; : >"${datadir}/half"; : >"$log.second"; exit 1
          fi
          mkdir "${datadir}"
        esac
        exit 0
        """);

    assertThat(ended(script.start())).isNotZero();
    assertThat(folder.resolve("volume/data")).doesNotExist();
    assertThat(folder.resolve("memory/init.sql")).doesNotExist();

    assertThat(ended(script.start())).isZero();
    assertThat(folder.resolve("volume/data")).isDirectory();
    assertThat(folder.resolve("volume/data/half")).doesNotExist();
  }

  @Test
  void neverInitialisesOverData() throws Exception {
    Files.createDirectories(folder.resolve("volume/data"));
    mysqldDoes("exit 0");

    assertThat(ended(script.start())).isZero();

    assertThat(calls()).noneMatch(call -> call.contains("--initialize"));
  }

  @Test
  void startsAgainWhenAskedToAndEndsOtherwise() throws Exception {
    Files.createDirectories(folder.resolve("volume/data"));
    mysqldDoes("[ \"$(wc -l <\"$log\")\" -ge 3 ] && exit 2; exit 16");

    assertThat(ended(script.start("--port=1"))).isEqualTo(2);

    assertThat(calls()).hasSize(3).allMatch(call -> call.endsWith("--port=1"));
    assertThat(Files.readAllLines(folder.resolve("log.parent"))).doesNotContain("").hasSize(3);
  }

  @Test
  void handsATerminationOn() throws Exception {
    Files.createDirectories(folder.resolve("volume/data"));
    mysqldDoes("trap 'exit 7' TERM; : >\"$log.ready\"; while :; do sleep 0.05; done");
    Process started = script.start();
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(folder.resolve("log.ready")));

    started.destroy();

    assertThat(ended(started)).isEqualTo(7);
    assertThat(calls()).hasSize(1);
  }

  private void mysqldDoes(String body) throws IOException {
    script.mysqld(
        """
        log='%s/log' memory='%s/memory' datadir=
        echo "$*" >>"$log"
        echo "${MYSQLD_PARENT_PID-}" >>"$log.parent"
        for option in "$@"; do case $option in --datadir=*) datadir=${option#*=} ;; esac; done
        %s
        """
            .formatted(folder, folder, body));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }

  private static int ended(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the script ends").isTrue();
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
