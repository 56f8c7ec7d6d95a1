package io.bloodraven.sidecar.fence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code nft} once for each transaction. It is a process of its own so that it alone needs the
 * capability: the file carries it, the JVM never has it.
 */
public final class NftProcess implements Nft {
  private static final int MOST_BYTES = 16 * 1024;
  private static final int LONGEST_REASON = 200;

  private final List<String> command;

  /**
   * @param command how {@code nft} is called, without arguments
   */
  public NftProcess(List<String> command) {
    this.command = new ArrayList<>(command);
    this.command.addAll(List.of("-f", "-"));
  }

  @Override
  public String run(String commands, long limitMillis) throws NftException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw NftException.refused(oneLine(String.valueOf(e.getMessage())));
    }
    try {
      feed(process, commands);
      if (!process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
        throw NftException.unanswered("nft did not answer within " + limitMillis + " ms");
      }
      String said = new String(process.getInputStream().readNBytes(MOST_BYTES), UTF_8);
      if (process.exitValue() != 0) {
        throw NftException.refused(
            said.isBlank() ? "nft ended with " + process.exitValue() : oneLine(said));
      }
      return said;
    } catch (IOException e) {
      throw NftException.unanswered("nft cannot be read: " + e.getMessage());
    } finally {
      process.destroyForcibly();
    }
  }

  private static void feed(Process process, String commands) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(commands.getBytes(UTF_8));
    } catch (IOException e) {
      // it ended already; what it said is more telling
    }
  }

  private static String oneLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
  }
}
