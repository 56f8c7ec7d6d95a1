package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The applications as their images start them, seen from the machine that carries the nodes. */
@OnPlayground
class ImagesE2eIT {
  /** Without its cache an application works all the same, only slowly: nothing else would tell. */
  @ParameterizedTest
  @CsvSource({"worker,WorkerMain", "watcher,WatcherMain", "sidecar,SidecarMain"})
  void javaUsesWhatItLearnedInTraining(String module, String main, LivePlayground live)
      throws IOException {
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(process ->
                process
                    .info()
                    .commandLine()
                    .orElse("")
                    .endsWith("io.bloodraven." + module + "." + main))
            .toList();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(live.status().sites().size());
    for (ProcessHandle process : processes) {
      assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")))
          .contains("/app/" + module + ".aot");
    }
  }
}
