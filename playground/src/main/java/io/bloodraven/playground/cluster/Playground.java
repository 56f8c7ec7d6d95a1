package io.bloodraven.playground.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The playground as its scripts show it: set up, look, break, tear down. */
public final class Playground {
  /** What a set-up may take; making tools is part of the first one. */
  public static final Duration SETUP_LIMIT = Duration.ofMinutes(30);

  private static final Duration FAULT_LIMIT = Duration.ofMinutes(2);
  private static final Duration STATUS_LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * The playground whose scripts are in {@code folder}.
   *
   * @param environment added to the scripts' environment; tells one playground from another
   */
  public Playground(Path folder, Map<String, String> environment) {
    if (!Files.isExecutable(folder.resolve("setup.sh"))) {
      throw new IllegalArgumentException(folder + " is not the playground's folder");
    }
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** Starts it; a live one is left as it is. */
  public void setUp(String... options) {
    run("setup.sh", SETUP_LIMIT, options);
  }

  /** Ends it. */
  public void tearDown() {
    run("teardown.sh", FAULT_LIMIT);
  }

  /**
   * What it is and how it is.
   *
   * @throws IllegalStateException when none is up, or its API server does not answer
   */
  public PlaygroundStatus status() {
    return PlaygroundStatus.parse(run("status.sh", STATUS_LIMIT, "--json"));
  }

  /** Injects a fault; {@code where} is a site, or nothing for the script's own choice. */
  public InjectedFault inject(String fault, String... where) {
    List<String> arguments = new ArrayList<>(List.of(fault));
    arguments.addAll(List.of(where));
    return InjectedFault.parse(script("chaos.sh").run(FAULT_LIMIT, arguments));
  }

  /** Prepares a fault, so that it strikes within milliseconds when the moment comes. */
  public ArmedFault arm(String fault, String... where) {
    List<String> arguments = new ArrayList<>(List.of("--armed", fault));
    arguments.addAll(List.of(where));
    return new ArmedFault(script("chaos.sh").start(arguments), FAULT_LIMIT);
  }

  /** Undoes every fault; it is done when the machines are back, not yet the group. */
  public InjectedFault recover() {
    return inject("recover");
  }

  private String run(String script, Duration limit, String... arguments) {
    return script(script).run(limit, List.of(arguments));
  }

  private Script script(String name) {
    return new Script(folder.resolve(name), environment);
  }
}
