package io.bloodraven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that is about to start. */
public final class FreePort {
  /** A byte for each port: it is locked for the JVM that has it, until that ends. */
  private static final FileChannel OWNERS = open();

  /** A file's locks do not keep their own process away. */
  private static final Set<Integer> OURS = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /**
   * A port of 127.0.0.1 that was free a moment ago, and that no other test of the user is given
   * while this JVM runs: the server keeps it while it is down. It lies below those that the kernel
   * gives to outgoing connections (Linux: 32768 and up), so that none of these takes it either.
   */
  public static int find() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (isTaken(port)) {
        continue;
      }
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // somebody has it: another one
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no port of 127.0.0.1 from 20000 to 31999 is free");
  }

  private static boolean isTaken(int port) {
    try {
      return !OURS.add(port) || OWNERS.tryLock(port, 1, false) == null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open() {
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "bloodraven-test-ports-" + System.getProperty("user.name"));
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
