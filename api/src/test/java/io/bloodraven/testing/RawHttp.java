package io.bloodraven.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends bytes that need not be HTTP, one connection each, and takes what comes back. */
public final class RawHttp {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int LIMIT_MILLIS = 15_000;

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * What the server said.
   *
   * @param status 0 when it closed the connection without a word
   */
  public record Answer(int status, String text) {}

  /** Sends and ends the sending side, so that the server need not wait for a rest. */
  public Answer send(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException refusedMeanwhile) {
        // an answer may have come all the same
      }
      return answer(socket);
    }
  }

  /** The first part of an answer; a stream without end is not waited for. */
  private static Answer answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      while (text.length() < MOST_BYTES && !isStream(text)) {
        int read = socket.getInputStream().read(buffer);
        if (read < 0) {
          break;
        }
        text.append(new String(buffer, 0, read, ISO_8859_1));
      }
    } catch (SocketException reset) {
      // what came before counts
    }
    return new Answer(status(text), text.toString());
  }

  private static boolean isStream(StringBuilder text) {
    return text.indexOf("x-ndjson") >= 0 || text.indexOf("HTTP/1.1 101 ") == 0;
  }

  private static int status(CharSequence text) {
    String line = text.toString().lines().findFirst().orElse("");
    return line.matches("HTTP/1\\.[01] [1-5][0-9]{2}.*")
        ? Integer.parseInt(line.substring(9, 12))
        : 0;
  }
}
