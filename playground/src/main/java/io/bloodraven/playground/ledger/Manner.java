package io.bloodraven.playground.ledger;

import io.bloodraven.playground.mysql.Endpoint;
import java.time.Duration;

/** How a client writes. */
enum Manner {
  /** A statement that is over at once, then a pause; gives up an answer that is late. */
  BRISK(
      "INSERT INTO playground_ledger.writes (id, target) VALUES (?, ?)",
      Endpoint.ANSWER_TIMEOUT_MILLIS,
      Duration.ofMillis(40)),

  /**
   * Nearly always in the middle of a statement, which takes its time at the server, and does not
   * give up: what a server says after a long pause is heard.
   */
  PATIENT(
      "INSERT INTO playground_ledger.writes (id, target) SELECT ?, ? FROM DUAL"
          + " WHERE SLEEP(0.2) = 0",
      120_000,
      Duration.ofMillis(1));

  final String insert;
  final int answerTimeoutMillis;
  final Duration pause;

  Manner(String insert, int answerTimeoutMillis, Duration pause) {
    this.insert = insert;
    this.answerTimeoutMillis = answerTimeoutMillis;
    this.pause = pause;
  }
}
