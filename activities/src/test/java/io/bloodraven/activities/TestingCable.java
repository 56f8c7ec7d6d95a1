package io.bloodraven.activities;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP cable to a port of this machine that can be cut after so many more bytes from there, or
 * lose what runs over it.
 */
public final class TestingCable implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger era = new AtomicInteger();

  /** A socket that nobody holds is closed by the garbage collector. */
  private final Queue<Socket> silent = new ConcurrentLinkedQueue<>();

  public TestingCable(int target) throws IOException {
    this.target = target;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Lets {@code bytes} more through from the target, then nothing, for anybody. */
  public void cutAfter(long bytes) {
    left.set(bytes);
  }

  public boolean isCut() {
    return left.get() <= 0;
  }

  /**
   * As when the power of the target's machine is cut: the connections there are stay open and carry
   * nothing any more, also no end; new ones reach whoever listens at the port by then.
   */
  public void loseConnections() {
    era.incrementAndGet();
  }

  private void accept() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void connect(Socket client) {
    if (isCut()) {
      close(client);
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      int now = era.get();
      Thread.ofPlatform().daemon().start(() -> pump(client, server, now, false));
      Thread.ofPlatform().daemon().start(() -> pump(server, client, now, true));
    } catch (IOException nobodyListens) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to, int ofEra, boolean counted) {
    try {
      carry(from, to, ofEra, counted);
    } catch (IOException cut) {
      // both ends see it
    }
    if (era.get() == ofEra) {
      close(from);
      close(to);
    } else {
      silent.add(from);
      silent.add(to);
    }
  }

  private void carry(Socket from, Socket to, int ofEra, boolean counted) throws IOException {
    byte[] buffer = new byte[4096];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int read = in.read(buffer); read > 0 && era.get() == ofEra; read = in.read(buffer)) {
      long before = counted ? left.getAndAdd(-read) : Long.MAX_VALUE;
      if (before <= 0) {
        return;
      }
      out.write(buffer, 0, (int) Math.min(read, before));
      if (before <= read) {
        return;
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // it is closed all the same
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    silent.forEach(TestingCable::close);
  }
}
