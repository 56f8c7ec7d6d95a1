package io.bloodraven.sidecar.fence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.bloodraven.testing.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A network namespace with one cable to this one, and a server in it; needs root. */
final class TestingNetwork implements AutoCloseable {
  /** Reachable from here; of the block that is for benchmarks. */
  static final String ADDRESS = "198.18.0.2";

  static final int PORT = 3306;

  /** A question that is answered only after {@link #answerNow}. */
  static final String LATER = "later";

  private static final String OWN_ADDRESS = "198.18.0.1";

  private final String name = "guard" + ProcessHandle.current().pid();
  private final String cable = "g" + ProcessHandle.current().pid();
  private Process server;

  TestingNetwork() throws Exception {
    run("ip", "netns", "add", name);
    try {
      run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
      run("ip", "addr", "add", OWN_ADDRESS + "/30", "dev", cable);
      run("ip", "link", "set", cable, "up");
      run("ip", "-n", name, "link", "set", "lo", "up");
      run("ip", "-n", name, "addr", "add", ADDRESS + "/30", "dev", "eth0");
      run("ip", "-n", name, "link", "set", "eth0", "up");
      server =
          new ProcessBuilder(
                  inside(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      TestingNetwork.class.getName()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (server.getInputStream().read() < 0) {
        throw new IllegalStateException("the server in the namespace did not start");
      }
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** The real thing, in there. */
  Nft nft() {
    return new NftProcess(inside(Checkout.program("nft").toString()));
  }

  private List<String> inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(command));
    return all;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  /** Has the server answer the {@link #LATER} that wait, and all that are to come. */
  void answerNow() throws IOException {
    requireNonNull(server, "server").outputWriter().append('\n').flush();
  }

  /** The server: answers each line with itself, {@link #LATER} not before it is told to. */
  public static void main(String[] arguments) throws IOException {
    CountDownLatch told = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          if (new Scanner(System.in, UTF_8).hasNextLine()) {
            told.countDown();
          }
        });
    try (ServerSocket listening = new ServerSocket(PORT)) {
      System.out.print('.');
      System.out.flush();
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> answer(client, told));
      }
    }
  }

  private static void answer(Socket client, CountDownLatch told) {
    try (client;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        PrintWriter out = new PrintWriter(client.getOutputStream(), true, UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(LATER)) {
          told.await();
        }
        out.println(line);
      }
    } catch (IOException e) {
      // reset, as the guard does
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (server != null) {
        server.destroyForcibly().waitFor();
      }
      // the namespace would take it along, but at some later time
      if (Files.exists(Path.of("/sys/class/net", cable))) {
        run("ip", "link", "del", cable);
      }
      run("ip", "netns", "del", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
