package io.bloodraven.testing;

import io.bloodraven.api.mysql.OperatorPrivileges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data directory initialised once per checkout (3 s) and copied for each server (0.1 s). It is
 * made anew when the program or the operator account changes.
 */
final class MysqlTemplate {
  private final MysqldProgram mysqld;
  private final String initFile =
      OperatorPrivileges.initFile(MysqlServer.USER, MysqlServer.PASSWORD, null);

  MysqlTemplate(MysqldProgram mysqld) {
    this.mysqld = mysqld;
  }

  /** Copies the template, less the server's identity, to {@code target}, which must not exist. */
  void copyTo(Path target) {
    try {
      Path source;
      synchronized (MysqlTemplate.class) {
        source = ready();
      }
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (!file.endsWith("auto.cnf")) {
            Files.copy(
                file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ready() throws IOException {
    Path folder = Files.createDirectories(Checkout.root().resolve("target"));
    String key = Integer.toHexString((mysqld.path() + initFile).hashCode());
    Path template = folder.resolve("mysql-template-" + key);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("mysql-template.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      // released with the channel; several modules may be tested at once
      channel.lock();
      if (!Files.exists(template)) {
        initialise(template);
      }
    }
    return template;
  }

  private void initialise(Path template) throws IOException {
    Path folder = Checkout.newFolder("mysql-template");
    Path sql = Files.writeString(folder.resolve("init.sql"), initFile);
    Path data = folder.resolve("data");
    List<String> command = new ArrayList<>(mysqld.command(data));
    command.add("--initialize-insecure");
    command.add("--init-file=" + sql);
    command.add("--innodb-redo-log-capacity=32M");
    ServerProcess process =
        ServerProcess.start(command, Map.of(), folder.resolve("initialise.log"));
    process.awaitEnd(Duration.ofMinutes(2));
    Files.delete(sql);
    Files.move(data, template, StandardCopyOption.ATOMIC_MOVE);
  }
}
