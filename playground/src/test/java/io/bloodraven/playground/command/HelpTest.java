package io.bloodraven.playground.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.bench.BenchMain;
import io.bloodraven.playground.nemesis.NemesisMain;
import io.bloodraven.playground.simulation.SimulateMain;
import io.bloodraven.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The scripts tell the programs' help without starting them. After a wanted change, {@code mvn -pl
 * playground -am test -Dtest=HelpTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false}
 * writes it anew.
 */
class HelpTest {
  static Stream<Arguments> programs() {
    return Stream.of(
        Arguments.of("bench", new BenchMain()),
        Arguments.of("nemesis", new NemesisMain()),
        Arguments.of("simulate", new SimulateMain()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theScriptSaysWhatTheProgramWould(String script, Object program) throws IOException {
    Path text = Checkout.root().resolve("playground/help").resolve(script + ".txt");
    String help = new CommandLine(program).getUsageMessage(Ansi.OFF);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(text.getParent());
      Files.writeString(text, help);
    }
    assertThat(text).hasContent(help);
  }
}
