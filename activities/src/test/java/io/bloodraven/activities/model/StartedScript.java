package io.bloodraven.activities.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The start script with all its files in one folder, and a mysqld of the test's choice. */
final class StartedScript {
  private final Path folder;

  StartedScript(Path folder, String user, String password, String rootPassword) throws IOException {
    this.folder = folder;
    for (String name : List.of("volume", "config", "operator", "memory", "bin")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(folder.resolve("config/start.sh"), StartScript.text());
    Files.writeString(folder.resolve("operator/username"), user);
    Files.writeString(folder.resolve("operator/password"), password);
    Files.writeString(folder.resolve("operator/MYSQL_ROOT_PASSWORD"), rootPassword);
  }

  /** What runs when the script calls mysqld. */
  void mysqld(String shellScript) throws IOException {
    Path program = folder.resolve("bin/mysqld");
    Files.writeString(program, "#!/bin/sh\n" + shellScript);
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
  }

  /** Runs the script with those options; its output goes to {@link #output()}. */
  Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh"));
    command.add(folder.resolve("config/start.sh").toString());
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
    builder.environment().put("BLOODRAVEN_MYSQL_VOLUME", folder.resolve("volume").toString());
    builder.environment().put("BLOODRAVEN_CONFIG_DIR", folder.resolve("config").toString());
    builder.environment().put("BLOODRAVEN_OPERATOR_DIR", folder.resolve("operator").toString());
    builder.environment().put("BLOODRAVEN_MEMORY_DIR", folder.resolve("memory").toString());
    builder
        .environment()
        .compute("PATH", (name, path) -> folder.resolve("bin") + File.pathSeparator + path);
    return builder.start();
  }

  Path output() {
    return folder.resolve("output");
  }
}
