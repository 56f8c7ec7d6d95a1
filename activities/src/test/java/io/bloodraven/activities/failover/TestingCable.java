package io.bloodraven.activities.failover;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP cable to a port of this machine that can be cut after so many more bytes from there. */
final class TestingCable implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  TestingCable(int target) throws IOException {
    this.target = target;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Lets {@code bytes} more through from the target, then nothing, for anybody. */
  void cutAfter(long bytes) {
    left.set(bytes);
  }

  boolean isCut() {
    return left.get() <= 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (isCut()) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofPlatform().daemon().start(() -> pump(client, server, false));
        Thread.ofPlatform().daemon().start(() -> pump(server, client, true));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void pump(Socket from, Socket to, boolean counted) {
    byte[] buffer = new byte[4096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        long before = counted ? left.getAndAdd(-read) : Long.MAX_VALUE;
        if (before <= 0) {
          return;
        }
        out.write(buffer, 0, (int) Math.min(read, before));
        if (before <= read) {
          return;
        }
      }
    } catch (IOException cut) {
      // both ends see it
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
