package io.bloodraven.sidecar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** Reading bounded bodies and writing JSON answers. */
final class Exchanges {
  private static final int MOST_BYTES = 64 * 1024;

  private Exchanges() {}

  /** The whole body. */
  static byte[] body(HttpExchange exchange) throws IOException, TooLarge {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new TooLarge();
    }
    return body;
  }

  static void answer(HttpExchange exchange, int status, Object value) throws IOException {
    answer(exchange, status, JSON.std.asBytes(value));
  }

  static void answer(HttpExchange exchange, int status, byte[] json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  static void error(HttpExchange exchange, int status, String message) throws IOException {
    answer(exchange, status, Map.of("error", message));
  }

  /** A body above the bound. */
  static final class TooLarge extends Exception {}
}
