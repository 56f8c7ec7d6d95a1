package io.bloodraven.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bloodraven.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of helm that sees no settings of the user. */
final class HelmCommand {
  private static final Path CHART = Checkout.root().resolve("deploy/chart/bloodraven");

  private final List<String> words = new ArrayList<>();
  private final Path home;

  /**
   * @param home folder for helm's own files
   * @param words the command; {@code CHART} stands for the chart
   */
  HelmCommand(Path home, String... words) {
    this.home = home;
    this.words.add(Checkout.program("helm").toString());
    Collections.addAll(this.words, words);
    this.words.replaceAll(word -> word.equals("CHART") ? CHART.toString() : word);
  }

  HelmCommand with(String... more) {
    Collections.addAll(words, more);
    return this;
  }

  /** Exit status and everything printed. */
  Outcome run() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HELM_CACHE_HOME", home.resolve("cache").toString(),
                "HELM_CONFIG_HOME", home.resolve("config").toString(),
                "HELM_DATA_HOME", home.resolve("data").toString(),
                "KUBECONFIG", home.resolve("none").toString()));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("helm does not end: " + output);
    }
    return new Outcome(process.exitValue(), output);
  }

  record Outcome(int status, String output) {}
}
