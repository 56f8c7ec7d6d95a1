package io.bloodraven.playground.counter;

import io.bloodraven.playground.command.OneLineErrors;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The counter's command line. */
@Command(
    name = "counter",
    mixinStandardHelpOptions = true,
    description = {
      "Writes to a MySQL server all the time and shows how long it could not.",
      "Point it at the Service of the primary: it connects again at once after every error."
    })
public final class CounterMain implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(CounterMain.class);

  @Option(names = "--jdbc-host", required = true, description = "address of the MySQL server")
  private String host = "";

  @Option(names = "--port", defaultValue = "3306", description = "its port (${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--user", defaultValue = "app", description = "MySQL user (${DEFAULT-VALUE})")
  private String user = "";

  @Option(
      names = "--password-file",
      required = true,
      description = "file that holds the password and nothing else")
  private Path passwordFile = Path.of("");

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:8090",
      description = "where to serve the page (${DEFAULT-VALUE}); /counter.json has the figures")
  private String listen = "";

  /** Runs until the process is ended. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new CounterMain())
            .setExecutionExceptionHandler(new OneLineErrors())
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Tally tally = new Tally(System::nanoTime);
    Login login = Login.fromFile(user, passwordFile);
    try (CounterPage page = new CounterPage(address(listen), tally)) {
      log.info("counter page on {}, port {}", listen, page.port());
      new CounterWriter(new Endpoint(host, port), login, tally).run();
    }
    return 0;
  }

  private static InetSocketAddress address(String listen) {
    URI uri = URI.create("tcp://" + listen);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException("--listen wants ADDRESS:PORT, not " + listen);
    }
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }
}
