package io.bloodraven.workflows.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.gtid.GtidSet;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is promoted; A and B stand for server UUIDs. */
final class CandidateChoiceTest {
  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

  @ParameterizedTest(name = "{0} => {1}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # most wanted first                          ; chosen, then those with as much
          pdx A:1-9 | sfo A:1-9                        ; pdx sfo
          pdx A:1-8 | sfo A:1-9                        ; sfo
          pdx A:1-9 | sfo A:1-8                        ; pdx
          pdx A:1-9,B:1 | sfo A:1-9                    ; pdx
          pdx A:1-9:tag:1 | sfo A:1-9                  ; pdx
          pdx A:1-9 | sfo A:1-9:tag:1                  ; sfo
          pdx A:1-8 | sfo A:1-9 | lhr A:1-9            ; sfo lhr
          # never seeded: no candidate beside one that has data
          pdx | sfo A:1-9                              ; sfo
          pdx | sfo                                    ; pdx sfo
          # each has something that the other lacks
          pdx A:1-9 | sfo A:1-8,B:1-3                  ; torn sfo pdx
          pdx A:1-9 | sfo A:1-9,B:1 | lhr A:1-10       ; torn sfo lhr pdx
          """)
  void chooses(String candidates, String choice) {
    List<Candidate> read =
        Arrays.stream(candidates.split(" \\| ", -1))
            .map(one -> one.strip().split(" ", 2))
            .map(one -> new Candidate(one[0], set(one.length == 1 ? "" : one[1])))
            .toList();
    assertThat(word(CandidateChoice.among(read))).isEqualTo(choice);
  }

  private static GtidSet set(String text) {
    return GtidSet.parse(text.replace("A", A).replace("B", B));
  }

  private static String word(CandidateChoice choice) {
    return switch (choice) {
      case CandidateChoice.Ranked ranked -> names(ranked.ranked());
      case CandidateChoice.Torn torn -> "torn " + names(torn.ranked());
      case CandidateChoice.Nobody _ -> "nobody";
    };
  }

  private static String names(List<Candidate> candidates) {
    return String.join(" ", candidates.stream().map(Candidate::site).toList());
  }

  @Provide
  Arbitrary<List<Candidate>> candidates() {
    Arbitrary<GtidSet> sets =
        Combinators.combine(
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 2))
            .as((a, b, tagged) ->
                set(
                    (a == 0 ? "" : "A:1-" + a)
                        + (b == 0 ? "" : ",B:1-" + b)
                        + (tagged == 0 ? "" : ",A:tag:1-" + tagged)));
    return sets.map(set -> new Candidate("site-" + set.count(), set)).list().ofMaxSize(5);
  }

  @Property
  void theChosenOneLacksNothing(@ForAll("candidates") List<Candidate> candidates) {
    switch (CandidateChoice.among(candidates)) {
      case CandidateChoice.Ranked ranked ->
          assertThat(ranked.ranked())
              .allSatisfy(chosen ->
                  assertThat(candidates)
                      .allMatch(other -> chosen.received().contains(other.received())));
      case CandidateChoice.Torn _ ->
          assertThat(candidates)
              .noneMatch(one ->
                  candidates.stream().allMatch(other -> one.received().contains(other.received())));
      case CandidateChoice.Nobody _ -> assertThat(candidates).isEmpty();
    }
  }
}
