package io.bloodraven.api.gtid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A {@link GtidSet} behaves like a plain set of GTIDs. */
final class GtidSetPropertyTest {
  /** One transaction. */
  record Gtid(String source, long number) {
    String text() {
      return source + ":" + number;
    }
  }

  @Provide
  Arbitrary<Set<Gtid>> gtids() {
    Arbitrary<String> sources =
        Arbitraries.of(
            "3e11fa47-71ca-11e1-9e33-c80aa9429562",
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:tag",
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:zulu",
            "4e11fa47-71ca-11e1-9e33-c80aa9429562");
    return Combinators.combine(sources, Arbitraries.longs().between(1, 12))
        .as(Gtid::new)
        .set()
        .ofMaxSize(30);
  }

  private static GtidSet of(Set<Gtid> gtids) {
    return GtidSet.parse(String.join(",", gtids.stream().map(Gtid::text).toList()));
  }

  @Property
  void printsWhatItReads(@ForAll("gtids") Set<Gtid> gtids) {
    GtidSet set = of(gtids);
    assertThat(GtidSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
    assertThat(set.count()).isEqualTo(gtids.size());
    assertThat(set.isEmpty()).isEqualTo(gtids.isEmpty());
  }

  @Property
  void calculatesLikePlainSets(@ForAll("gtids") Set<Gtid> one, @ForAll("gtids") Set<Gtid> other) {
    Set<Gtid> union = new HashSet<>(one);
    union.addAll(other);
    Set<Gtid> difference = new HashSet<>(one);
    difference.removeAll(other);
    Set<Gtid> both = new HashSet<>(one);
    both.retainAll(other);
    assertThat(of(one).union(of(other))).isEqualTo(of(union));
    assertThat(of(one).subtract(of(other))).isEqualTo(of(difference));
    assertThat(of(one).intersect(of(other))).isEqualTo(of(both));
    assertThat(of(one).contains(of(other))).isEqualTo(one.containsAll(other));
  }
}
