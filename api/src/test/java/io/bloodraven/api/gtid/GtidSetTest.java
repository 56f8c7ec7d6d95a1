package io.bloodraven.api.gtid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text form and arithmetic, case by case. */
final class GtidSetTest {
  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

  /** In the tables, A and B stand for two server UUIDs. */
  private static GtidSet set(String text) {
    return GtidSet.parse(full(text));
  }

  private static String full(String text) {
    return text.replace("A", A).replace("B", B);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # text                      | as MySQL prints it     | GTIDs
          ''                          | ''                     | 0
          A:1                         | A:1                    | 1
          A:1-5                       | A:1-5                  | 5
          A:5-5                       | A:5                    | 1
          A:1-3:4-5                   | A:1-5                  | 5
          A:4-5:1-2                   | A:1-2:4-5              | 4
          A:1-5:3-9                   | A:1-9                  | 9
          ' A:1-5 , B:7 '             | A:1-5,B:7              | 6
          B:7,A:1-5                   | A:1-5,B:7              | 6
          A:1-5,A:7                   | A:1-5:7                | 6
          A:1-5,                      | A:1-5                  | 5
          A:tag:1-3                   | A:tag:1-3              | 3
          A:1-5:tag:1-3               | A:1-5:tag:1-3          | 8
          A:tag:1-3,A:1-5             | A:1-5:tag:1-3          | 8
          A:UV:1-3                    | A:uv:1-3               | 3
          A:x:1:y:2-3                 | A:x:1:y:2-3            | 3
          A:1:x:1,B:1:x:1             | A:1:x:1,B:1:x:1        | 4
          A:9223372036854775806       | A:9223372036854775806  | 1
          """)
  void readsAndPrintsLikeMysql(String text, String printed, long count) {
    assertThat(set(text)).hasToString(full(printed));
    assertThat(set(text).count()).isEqualTo(count);
    assertThat(set(text)).isEqualTo(set(printed));
  }

  /** The server breaks lines after each comma. */
  @ParameterizedTest
  @ValueSource(strings = {"A:1-5,\nB:7", "A:1-5,\r\nB:7", "A:1-5, B:7"})
  void whiteSpaceMeansNothing(String text) {
    assertThat(set(text)).isEqualTo(set("A:1-5,B:7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5"})
  void upperCaseMeansTheSame(String text) {
    assertThat(GtidSet.parse(text)).isEqualTo(set("A:1-5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "A",
        "A:",
        "A:0",
        "A:-1",
        "A:5-1",
        "A:1-",
        "A:1-2-3",
        "A:99999999999999999999",
        "A:9999999999999999999",
        "A:1x",
        "A:1;B:1",
        "A:tag-x:1",
        "3e11fa47:1-5",
        "A:tag_that_is_longer_than_32_letters_:1"
      })
  void refusesWhatIsNoSet(String text) {
    assertThatThrownBy(() -> set(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # one          | other          | union           | one without other | both
          A:1-5          | A:3-9          | A:1-9           | A:1-2             | A:3-5
          A:1-9          | A:4-5          | A:1-9           | A:1-3:6-9         | A:4-5
          A:1-3:7-9      | A:2-8          | A:1-9           | A:1:9             | A:2-3:7-8
          A:1-5          | B:1-5          | A:1-5,B:1-5     | A:1-5             | ''
          A:1-5          | A:tag:1-5      | A:1-5:tag:1-5   | A:1-5             | ''
          A:1-5:tag:1-5  | A:tag:2-3      | A:1-5:tag:1-5   | A:1-5:tag:1:4-5   | A:tag:2-3
          A:x:1-5        | A:y:1-5        | A:x:1-5:y:1-5   | A:x:1-5           | ''
          A:1-5          | ''             | A:1-5           | A:1-5             | ''
          ''             | A:1-5          | A:1-5           | ''                | ''
          A:1-5          | A:1-5          | A:1-5           | ''                | A:1-5
          A:1-5:7        | A:6            | A:1-7           | A:1-5:7           | ''
          """)
  void calculates(String one, String other, String union, String difference, String both) {
    assertThat(set(one).union(set(other))).isEqualTo(set(union));
    assertThat(set(one).subtract(set(other))).isEqualTo(set(difference));
    assertThat(set(one).intersect(set(other))).isEqualTo(set(both));
    assertThat(set(one).contains(set(other))).isEqualTo(set(union).equals(set(one)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # set                | made by A
          A:1-5,B:1-9          | A:1-5
          A:1-5:tag:1-2,B:1-9  | A:1-5:tag:1-2
          B:1-9                | ''
          """)
  void tellsWhoMadeWhat(String text, String madeByA) {
    assertThat(set(text).madeBy(A)).isEqualTo(set(madeByA));
    assertThat(set(text).madeBy(A.toUpperCase(Locale.ROOT))).isEqualTo(set(madeByA));
  }
}
