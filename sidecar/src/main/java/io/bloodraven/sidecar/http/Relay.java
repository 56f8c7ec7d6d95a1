package io.bloodraven.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes a fence or a look on to another site, for one who cannot reach it himself. */
public final class Relay {
  private static final Pattern PATH =
      Pattern.compile("/control/relay/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)/(fence|status)");

  private final PeerClient peers;

  public Relay(PeerClient peers) {
    this.peers = peers;
  }

  void serve(HttpExchange exchange) throws IOException, InterruptedException, Exchanges.TooLarge {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      Exchanges.error(exchange, 404, "no such path");
      return;
    }
    String site = path.group(1);
    boolean fence = path.group(2).equals("fence");
    if (!exchange.getRequestMethod().equals(fence ? "POST" : "GET")) {
      Exchanges.error(exchange, 405, fence ? "only POST" : "only GET");
      return;
    }
    byte[] body = Exchanges.body(exchange);
    PeerClient.Answer answer;
    try {
      answer =
          peers
              .relay(site, exchange.getRequestMethod(), fence ? "/control/fence" : "/status", body)
              .get();
    } catch (ExecutionException e) {
      Exchanges.error(exchange, 502, "site " + site + " did not answer");
      return;
    }
    Exchanges.answer(exchange, answer.status(), answer.body().getBytes(UTF_8));
  }
}
