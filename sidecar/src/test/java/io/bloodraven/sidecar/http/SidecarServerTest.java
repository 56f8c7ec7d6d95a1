package io.bloodraven.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints over a lease that says yes to everything below epoch 10. */
class SidecarServerTest {
  private static final String FENCE =
      """
      {"namespace":"ns","group":"g","site":"pdx","epoch":%s,"onlyIfDead":false,"reason":"r"}
      """;

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestingControl control = new TestingControl();
  private HeartbeatStreams streams;
  private PeerClient peers;
  private SidecarServer server;
  private final AtomicInteger healthAsked = new AtomicInteger();
  private volatile ServerState state = ServerState.UP;

  private static final class TestingControl implements Control {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public CompletionStage<Record> vouch(VouchRequest request) {
      return answer(request.epoch(), new VouchReply(true, Refusal.NONE, 1, false));
    }

    @Override
    public CompletionStage<Record> claim(ClaimRequest request) {
      return answer(request.epoch(), new ClaimReply(true, Refusal.NONE, 1, 0));
    }

    @Override
    public CompletionStage<Record> open(OpenRequest request) {
      return answer(request.epoch(), new OpenReply(true, Refusal.NONE, 1, 0, ""));
    }

    @Override
    public CompletionStage<Record> fence(FenceRequest request) {
      if (request.epoch() >= 10) {
        return CompletableFuture.completedFuture(
            new FenceReply(false, Refusal.STALE_EPOCH, 11, null, ServerState.UP, "", false));
      }
      return answer(
          request.epoch(), new FenceReply(true, Refusal.NONE, 1, null, ServerState.UP, "", false));
    }

    private CompletionStage<Record> answer(long epoch, Record reply) {
      asked.incrementAndGet();
      return epoch == 9
          ? CompletableFuture.failedFuture(new IllegalStateException("busy"))
          : CompletableFuture.completedFuture(reply);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Token token = new Token(Files.writeString(folder.resolve("token"), "secret\n"));
    peers =
        new PeerClient(
            site -> site.equals("pdx") ? url() : "http://127.0.0.1:1",
            token,
            Duration.ofSeconds(1));
    streams = new HeartbeatStreams(this::beat);
    server = silentServer(token);
    server.start();
  }

  /** Its port takes connections, and nobody answers before it is started. */
  private SidecarServer silentServer(Token token) throws IOException {
    return new SidecarServer(
        0, token, new Commands(control), new Relay(peers), streams, this::isAlive, this::beat);
  }

  @AfterEach
  void stop() {
    server.close();
    peers.close();
    http.close();
  }

  private boolean isAlive() {
    healthAsked.incrementAndGet();
    return true;
  }

  private Heartbeat beat() {
    LeaseView lease = new LeaseView(1, 0, 0, 0, "", "", List.of(), -1, -1);
    return new Heartbeat(
        "ns", "g", "pdx", "pod", "boot", 1, state, false, lease, "", "", null, List.of(),
        List.of());
  }

  private String url() {
    return "http://127.0.0.1:" + server.port();
  }

  private HttpResponse<String> send(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> command(String path, String body) throws Exception {
    return send("POST", path, "Bearer secret", body);
  }

  @Test
  void hasAnsweredOnceAfterItsRehearsal() {
    server.rehearse();
    assertThat(healthAsked).hasValue(1);
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void beginsAlthoughItsRehearsalIsNotAnswered() throws IOException {
    try (SidecarServer silent = silentServer(new Token(folder.resolve("token")))) {
      silent.rehearse();
    }
    assertThat(healthAsked).hasValue(0);
  }

  @Test
  void lookingIsOpenToAll() throws Exception {
    assertThat(send("GET", "/health", "", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ready", "", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/status", "", "").body()).contains("\"server\":\"UP\"");
    state = ServerState.STALLED;
    assertThat(send("GET", "/ready", "", "").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /heartbeat",
    "POST, /control/vouch",
    "POST, /control/claim",
    "POST, /control/open",
    "POST, /control/fence",
    "POST, /control/relay/pdx/fence",
    "GET, /control/relay/pdx/status"
  })
  void everythingElseNeedsTheToken(String method, String path) throws Exception {
    for (String token : List.of("", "secret", "Bearer ", "Bearer secre", "Bearer secret2")) {
      assertThat(send(method, path, token, FENCE.formatted(1)).statusCode()).isEqualTo(401);
    }
    assertThat(control.asked).hasValue(0);
  }

  @Test
  void answersAndRefusalsKeepTheirRecords() throws Exception {
    HttpResponse<String> done = command("/control/fence", FENCE.formatted(1));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).contains("\"fenced\":true", "\"refusal\":\"NONE\"");
    HttpResponse<String> refused = command("/control/fence", FENCE.formatted(10));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("\"refusal\":\"STALE_EPOCH\"", "\"highestEpoch\":11");
    assertThat(command("/control/fence", FENCE.formatted(9)).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claim | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\"} | epoch",
        "claim | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":0} | epoch",
        "claim | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":1.5} | epoch",
        "claim | {\"namespace\":\"n\",\"group\":7,\"site\":\"s\",\"epoch\":1} | group",
        "claim | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":1,\"proofs\":[{}]} | proofs[0].holderSite",
        "claim | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":99999999999999999999} | epoch",
        "open  | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":1,\"waitMillis\":-1} | waitMillis",
        "fence | {\"namespace\":\"n\",\"group\":\"g\",\"site\":\"s\",\"epoch\":1,\"reason\":\"r\"} | onlyIfDead",
        "vouch | {\"namespace\":\"n\",\"group\":\"g\",\"epoch\":1,\"holderSite\":\"s\"} | holderPodUid",
        "vouch | [] | object",
        "vouch | { | JSON",
      })
  void badInputIsRefusedByName(String command, String body, String name) throws Exception {
    HttpResponse<String> response = command("/control/" + command, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(name);
    assertThat(control.asked).hasValue(0);
  }

  @Test
  void noGarbageIsTakenForACommand() throws Exception {
    Random random = new Random(1);
    String whole = FENCE.formatted(1).strip();
    for (int run = 0; run < 300; run++) {
      byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
      int cut = random.nextInt(bytes.length);
      bytes[cut] = (byte) random.nextInt(256);
      String body =
          new String(bytes, StandardCharsets.ISO_8859_1)
              .substring(0, random.nextBoolean() ? cut : bytes.length);
      int status = command("/control/fence", body).statusCode();
      // a changed letter inside a text is still a request
      assertThat(status).as(body).isIn(200, 400, 409, 503);
    }
    assertThat(send("GET", "/health", "", "").statusCode()).isEqualTo(200);
  }

  @Test
  void otherPathsMethodsAndSizesAreRefused() throws Exception {
    assertThat(command("/control/stop", "{}").statusCode()).isEqualTo(404);
    assertThat(command("/control/fence/x", "{}").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/control/fence", "Bearer secret", "").statusCode()).isEqualTo(405);
    assertThat(command("/control/fence", "x".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);
    assertThat(command("/control/relay/..%2Fx/fence", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void relaysToAPeerAndSaysWhenItDoesNotAnswer() throws Exception {
    assertThat(command("/control/relay/pdx/fence", FENCE.formatted(10)).statusCode())
        .isEqualTo(409);
    HttpResponse<String> status = send("GET", "/control/relay/pdx/status", "Bearer secret", "");
    assertThat(status.body()).contains("\"site\":\"pdx\"");
    HttpResponse<String> none = command("/control/relay/sfo/fence", FENCE.formatted(1));
    assertThat(none.statusCode()).isEqualTo(502);
    assertThat(none.body()).contains("sfo");
  }

  @Test
  void aChangeIsToldAtOnceAndElseEverySecond() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/heartbeat"))
            .header("Authorization", "Bearer secret")
            .build();
    HttpResponse<InputStream> stream =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("\"server\":\"UP\"");
      long began = System.nanoTime();
      assertThat(lines.readLine()).contains("\"server\":\"UP\"");
      assertThat(System.nanoTime() - began).isGreaterThan(500_000_000L);
      state = ServerState.DEAD;
      streams.changed();
      assertThat(lines.readLine()).contains("\"server\":\"DEAD\"");
    }
  }
}
