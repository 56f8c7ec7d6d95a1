package io.bloodraven.activities.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.gtid.GtidSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergenceTest {
  private static final String UUID_TAIL = "aaaaaaa-0000-0000-0000-000000000000";

  /** The letters a to f stand for the server UUIDs of iad, pdx and others; "-" for no GTID. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          situation                                         | follower executed | received   | source executed | received | errant
          both are new                                      | -          | -          | -          | -          | -
          follower is new                                   | -          | -          | a:1-9      | -          | -
          they are equal                                    | a:1-9      | -          | a:1-9      | -          | -
          follower is behind                                | a:1-4      | -          | a:1-9      | -          | -
          follower has holes                                | a:1-2:5    | -          | a:1-9      | -          | -
          follower received what it has not applied         | a:1-4      | a:5-7      | a:1-9      | -          | -
          follower applied all it received                  | a:1-7      | a:5-7      | a:1-9      | -          | -
          a write of its own                                | a:1-4,b:1  | -          | a:1-9      | -          | b:1
          writes of its own between the source's            | a:1-4,b:1-3| -          | a:1-9,b:2  | -          | b:1:3
          old primary with unreplicated last writes         | a:1-9      | -          | a:1-7,b:1-5| -          | a:8-9
          old primary whose last writes were all received   | a:1-9      | -          | a:1-9,b:1-5| -          | -
          last writes received at the source, not applied   | a:1-9      | -          | a:1-7      | a:8-9      | -
          last writes partly received at the source         | a:1-9      | -          | a:1-6      | a:7-8      | a:9
          unapplied at the follower, unknown to the source  | a:1-7      | a:8-9      | a:1-7,b:1  | -          | a:8-9
          unapplied at both                                 | a:1-7      | a:8-9      | a:1-7      | a:8-9      | -
          source goes on after both were read in order      | a:1-9      | -          | a:1-12     | -          | -
          source lost its own last writes in a crash        | a:1-9      | -          | a:1-7      | -          | a:8-9
          respawned source wrote under its own UUID         | a:1-9      | -          | a:1-9,b:1-2| -          | -
          respawned follower wrote under its own UUID       | a:1-9,b:1-2| -          | a:1-9      | -          | b:1-2
          same number, other server                         | b:1        | -          | a:1        | -          | b:1
          history of many primaries                         | a:1-9,b:1-4,c:1-2 | -   | a:1-9,b:1-4,c:1-2,d:1 | - | -
          history of many primaries, one more               | a:1-9,b:1-5,c:1-3 | -   | a:1-9,b:1-4,c:1-2,d:1 | - | b:5,c:3
          source is new: everything is the follower's own   | a:1-9      | -          | -          | -          | a:1-9
          tagged transactions are others                    | a:1-3:t:1-2| -          | a:1-5      | -          | a:t:1-2
          tagged and known                                  | a:1-3:t:1-2| -          | a:1-5:t:1-2| -          | -
          tagged and untagged of the same number            | a:t:1      | -          | a:1        | -          | a:t:1
          """,
      useHeadersInDisplayName = true)
  void differsBy(
      String situation,
      String executed,
      String received,
      String sourceExecuted,
      String sourceReceived,
      String errant) {
    Divergence divergence =
        Divergence.of(server(executed, received), server(sourceExecuted, sourceReceived));
    assertThat(divergence.errant()).as(situation).isEqualTo(set(errant));
    assertThat(divergence.isNone()).isEqualTo(errant.equals("-"));
  }

  private static ServerGtids server(String executed, String received) {
    return new ServerGtids("", set(executed), set(received), GtidSet.EMPTY);
  }

  private static GtidSet set(String shorthand) {
    return shorthand.equals("-")
        ? GtidSet.EMPTY
        : GtidSet.parse(shorthand.replaceAll("(^|,)([a-f]):", "$1$2" + UUID_TAIL + ":"));
  }
}
