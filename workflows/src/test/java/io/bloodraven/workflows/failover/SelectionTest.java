package io.bloodraven.workflows.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.workflows.decision.Candidate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When nothing may be lost: what is proven, known and unknown. */
final class SelectionTest {
  private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-";

  @ParameterizedTest
  @CsvSource({
    // last number known, and of the candidate; the old primary and its set; proof wanted
    "10, 10, DEAD exact,    true,  ''",
    "10, 12, DEAD exact,    true,  ''",
    "10, 9,  DEAD exact,    true,  would be",
    "10, 10, DEAD seen,     true,  executed at last is not known",
    "10, 12, DEAD seen,     true,  executed at last is not known",
    "10, 9,  DEAD seen,     true,  would be",
    "10, 10, STARTING seen, true,  executed at last is not known",
    "10, 10, UP exact,      true,  ''",
    "10, 10, STALLED seen,  true,  ''",
    "10, 9,  STALLED seen,  true,  would be",
    "10, 10, '',            true,  nobody can say",
    "10, 9,  '',            true,  nobody can say",
    "10, 10, DEAD seen,     false, ''",
    "10, 9,  DEAD seen,     false, would be",
    "10, 10, '',            false, nobody can say",
  })
  void onlyWhatIsProvenIsFreeOfLoss(
      int known, int received, String fence, boolean wantsProof, String doubt) {
    Selection selection =
        new Selection(
            new Assessment(List.of(), null),
            List.of(new Candidate("pdx", GtidSet.parse(UUID + received))),
            List.of(),
            GtidSet.parse(UUID + known),
            fence(fence),
            true);
    String said = selection.doubt(wantsProof).orElse("");
    assertThat(said).contains(doubt);
    assertThat(said.isEmpty()).isEqualTo(doubt.isEmpty());
  }

  private static Optional<FenceReply> fence(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    ServerState server = ServerState.valueOf(text.split(" ", -1)[0]);
    boolean exact = text.endsWith("exact");
    return Optional.of(new FenceReply(true, Refusal.NONE, 2, null, server, "", exact));
  }
}
