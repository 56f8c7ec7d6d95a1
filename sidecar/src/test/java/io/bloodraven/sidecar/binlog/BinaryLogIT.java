package io.bloodraven.sidecar.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.testing.MysqlServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a real server wrote before it was killed, with its own word on what is in them. */
class BinaryLogIT {
  private static final String CLONED = "00000000-1111-2222-3333-444444444444:1-7";

  @AutoClose private final MysqlServer server = MysqlServer.start("binlog");
  @TempDir private Path folder;

  @BeforeEach
  void write() throws SQLException {
    server.open();
    server.execute(
        "CREATE SCHEMA shop",
        "CREATE TABLE shop.item (id BIGINT PRIMARY KEY AUTO_INCREMENT, text LONGTEXT)");
    rows();
    server.execute("FLUSH BINARY LOGS");
    rows();
  }

  private void rows() throws SQLException {
    server.execute(
        "INSERT INTO shop.item VALUES ()",
        "SET gtid_next = 'AUTOMATIC:blue'",
        "INSERT INTO shop.item VALUES ()",
        "INSERT INTO shop.item (text) VALUES (REPEAT('x', 300000))",
        "SET gtid_next = 'AUTOMATIC:a_tag_of_many_letters_and_more_1'",
        "INSERT INTO shop.item VALUES ()",
        "SET gtid_next = 'AUTOMATIC'",
        "UPDATE shop.item SET text = 'y' WHERE id < 3");
  }

  private GtidSet executed() throws SQLException {
    return GtidSet.parse(server.value("SELECT @@GLOBAL.gtid_executed"));
  }

  private GtidSet logged() throws IOException {
    return new BinaryLog(server.dataDirectory()).gtids();
  }

  private Path newest() throws IOException {
    String name = Files.readAllLines(server.dataDirectory().resolve("binlog.index")).getLast();
    return server.dataDirectory().resolve(name).normalize();
  }

  @Test
  void whatAKilledServerLoggedIsWhatItsNextLifeHas() throws Exception {
    GtidSet before = executed();
    server.kill();
    assertThat(logged()).isEqualTo(before);
    server.start();
    assertThat(executed()).isEqualTo(before);
  }

  /** What came with a clone is in a table only: whoever asks knows it from the living server. */
  @Test
  void whatWasNeverLoggedIsNotInIt() throws Exception {
    server.execute("SET GLOBAL gtid_purged = '+" + CLONED + "'", "FLUSH BINARY LOGS");
    GtidSet before = executed();
    rows();
    server.kill();
    GtidSet logged = logged();
    assertThat(logged.contains(GtidSet.parse(CLONED))).isFalse();
    server.start();
    assertThat(before.union(logged)).isEqualTo(executed());
  }

  @Test
  void theFolderThatTheIndexNamesIsTheServersOwn() throws Exception {
    server.kill();
    GtidSet before = logged();
    Path index = server.dataDirectory().resolve("binlog.index");
    Files.writeString(index, Files.readString(index).replace("./", "/somewhere/else/"));
    assertThat(logged()).isEqualTo(before);
  }

  /** The end of each transaction, as the server tells it, is where the next one begins to count. */
  @Test
  void ofAFileThatEndsAnywhereTheWholeTransactionsCount() throws Exception {
    TreeMap<Long, GtidSet> whole = new TreeMap<>();
    whole.put(0L, executed());
    server.execute("FLUSH BINARY LOGS");
    for (String statement :
        List.of(
            "INSERT INTO shop.item VALUES ()",
            "UPDATE shop.item SET text = 'z' WHERE id = 1",
            "CREATE TABLE shop.other (id BIGINT PRIMARY KEY)")) {
      server.execute(statement);
      whole.put(Files.size(newest()), executed());
      server.execute("SET gtid_next = 'AUTOMATIC:blue'", "INSERT INTO shop.item VALUES ()");
      whole.put(Files.size(newest()), executed());
    }
    server.kill();
    Path last = newest();
    Path copy = folder.resolve(last.getFileName());
    for (String name : Files.readAllLines(server.dataDirectory().resolve("binlog.index"))) {
      Files.copy(server.dataDirectory().resolve(name), folder.resolve(name));
    }
    Files.copy(server.dataDirectory().resolve("binlog.index"), folder.resolve("binlog.index"));
    try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      for (long size = file.size(); size >= 0; size--) {
        file.truncate(size);
        assertThat(new BinaryLog(folder).gtids())
            .as("the first %d bytes", size)
            .isEqualTo(whole.floorEntry(size).getValue());
      }
    }
  }

  @Test
  void whatIsNotAsItShouldBeTellsNothing() throws Exception {
    server.kill();
    try (FileChannel file =
        FileChannel.open(newest(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      write(file, file.size() - 6, 'X');
      assertThatThrownBy(this::logged).hasMessageContaining("has a damaged end");
      write(file, 0, 0xfd);
      assertThatThrownBy(this::logged).hasMessageContaining("may be encrypted");
    }
    Files.delete(newest());
    assertThatThrownBy(this::logged).isInstanceOf(IOException.class);
  }

  private static void write(FileChannel file, long position, int value) throws IOException {
    file.write(ByteBuffer.allocate(1).put((byte) value).rewind(), position);
  }

  @Test
  void withoutChecksumsNobodyKnowsWhetherTheEndIsWhole() throws Exception {
    server.execute("SET GLOBAL binlog_checksum = NONE");
    server.kill();
    assertThatThrownBy(this::logged).hasMessageContaining("has no checksums");
  }
}
