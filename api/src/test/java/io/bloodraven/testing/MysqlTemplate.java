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
import java.util.Objects;

/**
 * A data directory initialised once per checkout (3 s) and copied for each server (0.05 s). It is
 * made anew when the program, the operator account or the doublewrite files change.
 */
final class MysqlTemplate {
  private static final Duration COPY_LIMIT = Duration.ofSeconds(30);

  /** The least that there can be: a server reads these files whole when it starts. */
  static final Map<String, String> SMALL_DOUBLEWRITE =
      Map.of("innodb-doublewrite-files", "2", "innodb-doublewrite-pages", "4");

  private final MysqldProgram mysqld;
  private final String initFile =
      OperatorPrivileges.initFile(MysqlServer.USER, MysqlServer.PASSWORD, null);

  MysqlTemplate(MysqldProgram mysqld) {
    this.mysqld = mysqld;
  }

  /** Copies the template, which has no identity, to {@code target}, which must not exist. */
  void copyTo(Path target) {
    try {
      Path source;
      synchronized (MysqlTemplate.class) {
        source = ready();
      }
      // two thirds of it are zeros that need no place on the disk
      ServerProcess.start(
              List.of("cp", "--recursive", "--sparse=always", source.toString(), target.toString()),
              Map.of(),
              target.resolveSibling("copy.log"))
          .awaitEnd(COPY_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ready() throws IOException {
    Path folder = Files.createDirectories(Checkout.root().resolve("target"));
    String key = Integer.toHexString(Objects.hash(mysqld.path(), initFile, SMALL_DOUBLEWRITE));
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
    SMALL_DOUBLEWRITE.forEach((name, value) -> command.add("--" + name + "=" + value));
    ServerProcess process =
        ServerProcess.start(command, Map.of(), folder.resolve("initialise.log"));
    process.awaitEnd(Duration.ofMinutes(2));
    Files.delete(sql);
    Files.delete(data.resolve("auto.cnf"));
    Files.move(data, template, StandardCopyOption.ATOMIC_MOVE);
  }
}
