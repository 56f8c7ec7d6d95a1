package io.bloodraven.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that begins an answer and never ends it; it counts who asks and who hangs up. */
public final class HalfAnswers implements AutoCloseable {
  private final ServerSocket listener;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger hungUp = new AtomicInteger();

  public HalfAnswers() {
    try {
      listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** How many answers were begun. */
  public int begun() {
    return begun.get();
  }

  /** How many of those who were being answered ended the connection. */
  public int hungUp() {
    return hungUp.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.startVirtualThread(() -> answer(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
      begun.incrementAndGet();
      while (in.read() >= 0) {
        // the rest of the request
      }
    } catch (IOException reset) {
      // hung up too
    }
    hungUp.incrementAndGet();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
