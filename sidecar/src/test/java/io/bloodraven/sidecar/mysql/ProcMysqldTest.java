package io.bloodraven.sidecar.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a folder that looks like /proc. */
class ProcMysqldTest {
  @TempDir private Path proc;

  private void process(int pid, char state, int threads, String... commandLine) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(folder.resolve("cmdline"), String.join("\0", commandLine) + "\0");
    Files.writeString(folder.resolve("stat"), pid + " (my (odd) name) " + state + " 1 2 3");
    for (int thread = 0; thread < threads; thread++) {
      Files.createDirectories(folder.resolve("task").resolve(Integer.toString(pid + thread)));
    }
  }

  @Test
  void findsTheServerAmongOthers() throws IOException {
    process(1, 'S', 1, "/bin/sh", "/etc/start.sh");
    process(7, 'S', 1, "mysqld_exporter");
    ProcMysqld mysqld = new ProcMysqld(proc, "");
    assertThat(mysqld.find()).isEmpty();
    process(30, 'S', 40, "/lib/ld.so", "--library-path", "/lib", "/usr/sbin/mysqld", "--x");
    assertThat(mysqld.find()).hasValue(30);
    assertThat(new ProcMysqld(proc, "--port=1").find()).isEmpty();
    assertThat(new ProcMysqld(proc, "--x").find()).hasValue(30);
  }

  @Test
  void aKilledServerLivesUntilItsLastThreadIsGone() throws IOException {
    ProcMysqld mysqld = new ProcMysqld(proc, "");
    process(30, 'Z', 2, "mysqld");
    assertThat(mysqld.isAlive(30)).isTrue();
    process(31, 'Z', 1, "mysqld");
    assertThat(mysqld.isAlive(31)).isFalse();
    assertThat(mysqld.isAlive(32)).isFalse();
    // such a process has no command line any more
    Files.writeString(proc.resolve("30/cmdline"), "");
    Files.writeString(proc.resolve("31/cmdline"), "");
    assertThat(mysqld.find()).isEmpty();
    Files.writeString(proc.resolve("30/stat"), "30 (mysqld) Z 1 2 3");
    assertThat(mysqld.find()).hasValue(30);
  }
}
