package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The script's own decisions, with a shell script in the place of mysqld. */
class StartScriptTest {
  /** Where a binary log says whether it is in use. */
  private static final int FLAGS_OFFSET = 21;

  private static final int STOP = 3;
  private static final int FORMAT = 15;
  private static final int GTID = 33;
  private static final int PREVIOUS_GTIDS = 35;

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

  enum Fate {
    LEFT_ALONE,
    MARKED,
    PUT_ASIDE
  }

  private static Stream<Arguments> newestLogs() {
    byte[] gtid = event(GTID, 77, 275);
    byte[] encrypted = log(0);
    encrypted[0] = (byte) 253;
    byte[] oversized = log(1, list(), gtid);
    oversized[4 + 11] = 1; // the format's description is 64 kB longer
    return Stream.of(
        arguments("in use", Fate.LEFT_ALONE, log(1, list(), gtid)),
        arguments("in use no more", Fate.MARKED, log(0, list(), gtid)),
        arguments("ended", Fate.LEFT_ALONE, log(0, list(), event(STOP, 23, 221))),
        arguments("ended, no checksum", Fate.LEFT_ALONE, log(0, list(), event(STOP, 19, 217))),
        arguments("names another end", Fate.MARKED, log(0, list(), event(STOP, 23, 999))),
        arguments("begun", Fate.PUT_ASIDE, log(1)),
        arguments("half a list", Fate.PUT_ASIDE, log(1, Arrays.copyOf(list(), 40))),
        arguments("no list", Fate.PUT_ASIDE, log(0, event(STOP, 23, 150))),
        arguments("empty", Fate.PUT_ASIDE, new byte[0]),
        arguments("something else than a list", Fate.LEFT_ALONE, log(1, gtid)),
        arguments("encrypted", Fate.LEFT_ALONE, encrypted),
        arguments("a size that cannot be", Fate.LEFT_ALONE, oversized));
  }

  private static byte[] log(int flags, byte[]... events) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {(byte) 254, 'b', 'i', 'n'});
    content.writeBytes(event(FORMAT, 123, 127));
    for (byte[] event : events) {
      content.writeBytes(event);
    }
    byte[] bytes = content.toByteArray();
    bytes[FLAGS_OFFSET] = (byte) flags;
    return bytes;
  }

  private static byte[] list() {
    return event(PREVIOUS_GTIDS, 71, 198);
  }

  /** Its time, type, server id, size, end and flags, and an empty rest. */
  private static byte[] event(int type, int size, int end) {
    return ByteBuffer.allocate(size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0)
        .put((byte) type)
        .putInt(77)
        .putInt(size)
        .putInt(end)
        .array();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("newestLogs")
  void looksAtTheNewestBinaryLogFirst(String newest, Fate fate, byte[] content) throws Exception {
    Path data = logs(content);
    mysqldDoes("exit 0");

    assertThat(ended(script.start())).isZero();

    if (fate == Fate.PUT_ASIDE) {
      assertThat(data.resolve("begun-binlog.000002")).as(newest).hasBinaryContent(content);
      assertThat(data.resolve("binlog.index")).hasContent("./binlog.000001");
      // it is the newest now
      assertThat(data.resolve("binlog.000001")).hasBinaryContent(log(1, list()));
    } else {
      content[FLAGS_OFFSET] |= (byte) (fate == Fate.MARKED ? 1 : 0);
      assertThat(data.resolve("binlog.000002")).as(newest).hasBinaryContent(content);
      assertThat(data.resolve("binlog.index")).hasContent("./binlog.000001\n./binlog.000002");
      assertThat(data.resolve("binlog.000001")).hasBinaryContent(log(0, list()));
    }
  }

  /** As busybox does on a full disk. */
  @Test
  void doesNotStartWithAnIndexThatCouldNotBeWritten() throws Exception {
    Path data = logs(log(1));
    mysqldDoes("exit 0");
    Path sed = Files.writeString(folder.resolve("bin/sed"), "#!/bin/sh\nexit 0\n");
    assertThat(sed.toFile().setExecutable(true)).isTrue();

    assertThat(ended(script.start())).isNotZero();

    assertThat(folder.resolve("log")).doesNotExist();
    assertThat(data.resolve("binlog.index")).hasContent("./binlog.000001\n./binlog.000002");
    assertThat(data.resolve("binlog.000002")).exists();
    assertThat(script.output()).content().contains("is the disk full?");
  }

  private Path logs(byte[] newest) throws IOException {
    Path data = Files.createDirectories(folder.resolve("volume/data"));
    Files.write(data.resolve("binlog.000001"), log(0, list()));
    Files.write(data.resolve("binlog.000002"), newest);
    Files.writeString(data.resolve("binlog.index"), "./binlog.000001\n./binlog.000002\n");
    return data;
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
