package io.bloodraven.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mysqld program and the options it needs to run from where it is. */
record MysqldProgram(Path path) {
  static MysqldProgram locate() {
    return new MysqldProgram(Checkout.program("mysqld"));
  }

  /**
   * The same by a clock that can be stepped. It takes the program as the playground brings it:
   * libfaketime and the server's own loader beside it.
   */
  List<String> steppedCommand(Path data) {
    Path unpacked = path.resolveSibling("../root/usr").normalize();
    Path libraries = unpacked.resolve("lib/x86_64-linux-gnu");
    Path faketime = libraries.resolve("faketime/libfaketimeMT.so.1");
    if (!Files.exists(faketime)) {
      throw new IllegalStateException(
          "no libfaketime at " + faketime + ": take mysqld off PATH, run playground/provision.sh");
    }
    List<String> command = new ArrayList<>();
    command.add(libraries.resolve("ld-linux-x86-64.so.2").toString());
    command.add("--inhibit-cache");
    command.add("--preload");
    command.add(faketime.toString());
    command.add("--library-path");
    command.add(libraries.toString());
    command.add(unpacked.resolve("sbin/mysqld").toString());
    List<String> plain = command(data);
    command.addAll(plain.subList(1, plain.size()));
    return command;
  }

  /** The command without any option that is not about the place it runs at. */
  List<String> command(Path data) {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.add("--no-defaults");
    command.add("--datadir=" + data);
    command.add("--secure-file-priv=NULL");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    // an unpacked package does not find its own files
    Path unpacked = path.resolveSibling("../root/usr").normalize();
    if (Files.isDirectory(unpacked.resolve("lib/mysql/plugin"))) {
      command.add("--plugin-dir=" + unpacked.resolve("lib/mysql/plugin"));
      command.add("--lc-messages-dir=" + unpacked.resolve("share/mysql"));
      command.add("--character-sets-dir=" + unpacked.resolve("share/mysql/charsets"));
    }
    return command;
  }
}
