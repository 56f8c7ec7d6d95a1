package io.bloodraven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that is about to start. */
public final class FreePort {
  private FreePort() {}

  /**
   * A port of 127.0.0.1 that was free a moment ago. It lies below those that the kernel gives to
   * outgoing connections (Linux: 32768 and up), so that none of these takes it before the server
   * does, or while the server is down.
   */
  public static int find() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
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
}
