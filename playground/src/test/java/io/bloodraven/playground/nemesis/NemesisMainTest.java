package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class NemesisMainTest {
  @ParameterizedTest
  @CsvSource({
    "--faults=bogus, there is no fault bogus: it is one of kill-mysqld",
    "--at=never, there is no step never: it is one of before",
    "--plans=0, plans are numbered from 1",
    "--first=0, plans are numbered from 1",
    "--runs=few, Invalid value for option '--runs'"
  })
  void aWrongCommandLineIsToldBeforeAnythingBegins(
      String wrong, String told, @TempDir Path ledgers) {
    CommandLine line = NemesisMain.commandLine();
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));

    assertThat(line.execute("--playground=" + ledgers, "--ledgers=" + ledgers, wrong)).isEqualTo(2);
    assertThat(err.toString()).startsWith(told);
    assertThat(ledgers).isEmptyDirectory();
  }
}
