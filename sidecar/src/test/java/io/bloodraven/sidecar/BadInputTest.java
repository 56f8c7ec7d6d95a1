package io.bloodraven.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.lease.StoredState;
import io.bloodraven.testing.Corpus;
import io.bloodraven.testing.HttpCorpus;
import io.bloodraven.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever comes in at the endpoints: a clear refusal, and the server stays open, the epoch file as
 * it is. {@code -Dbloodraven.cases=N} for a longer run, {@code -Dbloodraven.seed=N} for another.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
  private static final int CASES = Integer.getInteger("bloodraven.cases", 3_000);
  private static final long SEED = Long.getLong("bloodraven.seed", 1);
  private static final Path CORPUS = Path.of("src/test/resources/io/bloodraven/sidecar/requests");
  private static final Set<Integer> REFUSALS = Set.of(0, 400, 401, 404, 405, 409, 413, 414, 431);
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNREACHABLE = 502;

  @TempDir private Path folder;
  private TestingEndpoints endpoints;
  private RawHttp http;
  private StoredState before;

  @BeforeEach
  void start() {
    endpoints = new TestingEndpoints(folder);
    http = new RawHttp(endpoints.port());
    before = endpoints.stored();
  }

  @AfterEach
  void untouched() throws IOException {
    try (TestingEndpoints closed = endpoints) {
      assertThat(http.send("GET /health HTTP/1.0\r\n\r\n".getBytes(UTF_8)).status()).isEqualTo(200);
      assertThat(closed.isOpen()).isTrue();
      assertThat(closed.orders()).isEmpty();
      assertThat(closed.stored()).isEqualTo(before);
    }
  }

  private static boolean isRefusedOrLook(byte[] request, RawHttp.Answer answer) {
    String line = new String(request, ISO_8859_1).lines().findFirst().orElse("");
    return REFUSALS.contains(answer.status())
        || answer.status() == NOT_IMPLEMENTED
        || (answer.status() == 200 && line.startsWith("GET "))
        || (answer.status() == UNREACHABLE && line.contains("/control/relay/"));
  }

  private void check(byte[] request, String which) throws IOException {
    RawHttp.Answer answer = http.send(request);
    assertThat(isRefusedOrLook(request, answer))
        .as("%s answered by %s to%n%s", which, answer, new String(request, ISO_8859_1))
        .isTrue();
    assertThat(answer.text())
        .doesNotContain(TestingEndpoints.TOKEN)
        .doesNotContain("io.bloodraven")
        .doesNotContain("\tat ");
  }

  @Test
  void theCorpusIsRefused() throws IOException {
    for (byte[] request : HttpCorpus.read(CORPUS, TestingEndpoints.TOKEN).entries()) {
      check(request, "a request of the corpus");
    }
  }

  @Test
  void soIsWhatChanceMakesOfIt() throws IOException {
    Corpus corpus = HttpCorpus.read(CORPUS, TestingEndpoints.TOKEN);
    for (int i = 0; i < CASES; i++) {
      check(corpus.mutated(new Random(SEED * 1_000_003 + i)), "seed " + SEED + ", case " + i);
    }
  }

  /** Right in form: every field is as it should be, wrong, or missing. */
  @Test
  void noMixOfRightAndWrongFieldsDoesAnything() throws IOException {
    Random random = new Random(SEED);
    List<Object> odd = new ArrayList<>(List.of("", "x", 0, -1, 3, 1.5, true, List.of(), Map.of()));
    odd.add("x".repeat(2_000));
    odd.add(Long.MAX_VALUE);
    odd.add(null);
    for (int i = 0; i < CASES / 4; i++) {
      Map<String, Object> body = new HashMap<>();
      body.put("namespace", "ns");
      body.put("group", "g");
      body.put("site", "pdx");
      body.put("holderSite", "iad");
      body.put("holderPodUid", "pod-iad");
      body.put("epoch", 3);
      body.put("onlyIfDead", false);
      body.put("reason", "test");
      body.put("waitMillis", 0);
      body.put(
          "proofs",
          List.of(Map.of("holderSite", "pdx", "holderPodUid", "pod-pdx", "heldEpoch", 3)));
      for (String name : List.copyOf(body.keySet())) {
        if (random.nextInt(8) == 0) {
          body.put(name, odd.get(random.nextInt(odd.size())));
        }
      }
      String command = List.of("vouch", "claim", "open", "fence").get(random.nextInt(4));
      check(post("/control/" + command, JSON.std.asString(body)), "case " + i);
    }
  }

  private static byte[] post(String path, String body) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: s\r\nConnection: close\r\nAuthorization: Bearer "
            + TestingEndpoints.TOKEN
            + "\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  @Test
  void whatFollowsTheObjectIsNotIgnored() throws IOException {
    String fence =
        """
        {"namespace":"ns","group":"g","site":"pdx","epoch":3,"onlyIfDead":false,"reason":"r"}
        """;
    assertThat(http.send(post("/control/fence", fence)).status()).isEqualTo(409);
    for (String rest : List.of("x", "{}", "}", "\"", ",")) {
      assertThat(http.send(post("/control/fence", fence + rest)).status()).isEqualTo(400);
    }
  }

  @Test
  void nothingHugeIsTakenIn() throws IOException {
    String much = "x".repeat(3_000_000);
    String head = "POST /control/fence HTTP/1.1\r\nHost: s\r\n";
    String admitted = head + "Authorization: Bearer " + TestingEndpoints.TOKEN + "\r\n";
    List<String> requests =
        List.of(
            admitted + "Content-Length: 3000000\r\n\r\n" + much,
            admitted + "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n" + much + "\r\n0\r\n\r\n",
            admitted + "Content-Length: 99999999999999999999\r\n\r\n" + much,
            admitted + "Content-Length: -5\r\n\r\n" + much,
            head + "X-Much: " + much + "\r\n\r\n",
            head + "X-Many: 1\r\n".repeat(100_000) + "\r\n",
            "GET /" + much + " HTTP/1.1\r\n\r\n",
            much,
            new String(post("/control/fence", "[".repeat(60_000)), UTF_8),
            new String(post("/control/fence", "{\"a\":".repeat(10_000)), UTF_8),
            new String(post("/control/fence", "{\"epoch\":" + "9".repeat(60_000) + "}"), UTF_8));
    for (String request : requests) {
      check(request.getBytes(UTF_8), request.substring(0, Math.min(200, request.length())));
    }
  }

  /** Requests that never end are ended by the server, and cost others nothing afterwards. */
  @Test
  void aRequestThatDoesNotComeToItsEndIsCutOff() throws Exception {
    List<String> halves =
        List.of(
            "POST /control/fence HTTP/1.1\r\nHost: s\r\nX-Half: ",
            new String(post("/control/fence", "{".repeat(100)), UTF_8).substring(0, 150));
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write(halves.get(i % 2).getBytes(UTF_8));
        sockets.add(socket);
      }
      for (Socket socket : sockets) {
        try {
          while (socket.getInputStream().read() >= 0) {
            // an answer that says why is as good as none
          }
        } catch (SocketException reset) {
          // as good
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
