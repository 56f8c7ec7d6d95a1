package io.bloodraven.watcher.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.testing.Corpus;
import io.bloodraven.testing.HttpCorpus;
import io.bloodraven.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever comes in at the watcher's endpoints: an answer or a clear refusal, and nothing else.
 * {@code -Dbloodraven.cases=N} for a longer run, {@code -Dbloodraven.seed=N} for another.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
  private static final int CASES = Integer.getInteger("bloodraven.cases", 2_000);
  private static final long SEED = Long.getLong("bloodraven.seed", 1);
  private static final Path CORPUS = Path.of("src/test/resources/io/bloodraven/watcher/requests");
  private static final Set<Integer> ANSWERS =
      Set.of(0, 101, 200, 400, 404, 405, 408, 411, 413, 414, 417, 426, 431, 501, 505);

  private final StatusServer server =
      new StatusServer(0, new OneGroup(), new LiveFeed(), new WatcherMetrics());
  private final RawHttp http = new RawHttp(server.port());

  private static final class OneGroup implements StatusServer.Groups {
    private static final GroupStatus STATUS =
        new GroupStatus("default", "main", "iad", 7, List.of(), "", "", "", "", "");

    @Override
    public List<GroupStatus> all() {
      return List.of(STATUS);
    }

    @Override
    public Optional<GroupStatus> one(String namespace, String group) {
      return Optional.of(STATUS)
          .filter(status -> namespace.equals("default") && group.equals("main"));
    }

    @Override
    public boolean groupsSeen() {
      return true;
    }

    @Override
    public boolean allSeen() {
      return true;
    }

    @Override
    public boolean temporalAnswers() {
      return true;
    }
  }

  @AfterEach
  void stillAnswers() throws IOException {
    try (server) {
      RawHttp.Answer answer =
          http.send(
              "GET /active-site?namespace=default&group=main HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains("\"activeSite\":\"iad\"", "\"epoch\":7");
    }
  }

  private RawHttp.Answer check(byte[] request, String which) throws IOException {
    RawHttp.Answer answer = http.send(request);
    assertThat(ANSWERS)
        .as("%s answered by %s to%n%s", which, answer, new String(request, ISO_8859_1))
        .contains(answer.status());
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
    return answer;
  }

  @Test
  void theCorpusIsAnswered() throws IOException {
    for (byte[] request : HttpCorpus.read(CORPUS, "").entries()) {
      assertThat(check(request, "a request of the corpus").status()).isPositive();
    }
  }

  /** A session for each request would stay in memory for good. */
  @Test
  void nobodyGetsASession() throws IOException {
    int upgrades = 0;
    for (byte[] request : HttpCorpus.read(CORPUS, "").entries()) {
      RawHttp.Answer answer = check(request, "a request of the corpus");
      assertThat(answer.text()).doesNotContainIgnoringCase("set-cookie").doesNotContain("JSESSION");
      upgrades += answer.status() == 101 ? 1 : 0;
    }
    assertThat(upgrades).isPositive();
  }

  @Test
  void soIsWhatChanceMakesOfIt() throws IOException {
    Corpus corpus = HttpCorpus.read(CORPUS, "");
    for (int i = 0; i < CASES; i++) {
      check(corpus.mutated(new Random(SEED * 1_000_003 + i)), "seed " + SEED + ", case " + i);
    }
  }

  @Test
  void nothingHugeIsTakenIn() throws IOException {
    String much = "x".repeat(3_000_000);
    List<String> requests =
        List.of(
            "GET /" + much + " HTTP/1.1\r\nHost: w\r\n\r\n",
            "GET /active-site?namespace=" + much + "&group=main HTTP/1.1\r\nHost: w\r\n\r\n",
            "GET /status HTTP/1.1\r\nHost: w\r\nX-Much: " + much + "\r\n\r\n",
            "GET /status HTTP/1.1\r\nHost: w\r\n" + "X-Many: 1\r\n".repeat(100_000) + "\r\n",
            much);
    for (String request : requests) {
      RawHttp.Answer answer = check(request.getBytes(UTF_8), request.substring(0, 60));
      assertThat(answer.status()).isNotEqualTo(200);
    }
    check(
        ("POST /status HTTP/1.1\r\nHost: w\r\nContent-Length: 3000000\r\n\r\n" + much)
            .getBytes(UTF_8),
        "a body that nobody asked for");
  }
}
