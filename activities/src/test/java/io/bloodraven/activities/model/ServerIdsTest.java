package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.api.group.GroupRef;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdsTest {
  private static final GroupRef GROUP = new GroupRef("default", "main");

  @Test
  void keepsWhatWasGivenWhateverHappensToTheManifest() {
    ServerIds first = ServerIds.assign(GROUP, "", List.of("iad", "pdx"));

    ServerIds later =
        ServerIds.assign(GROUP, first.annotation(), List.of("sfo", "pdx", "ams", "iad"));

    assertThat(later.of("iad")).isEqualTo(first.of("iad"));
    assertThat(later.of("pdx")).isEqualTo(first.of("pdx"));
  }

  @Test
  void keepsTheIdOfASiteThatLeft() {
    String annotation = ServerIds.assign(GROUP, "iad=5,pdx=6", List.of("pdx")).annotation();

    assertThat(annotation).isEqualTo("iad=5,pdx=6");
  }

  @Test
  void neverGivesAnIdTwice() {
    long taken = ServerIds.assign(GROUP, "", List.of("iad")).of("iad");

    ServerIds ids = ServerIds.assign(GROUP, "pdx=" + taken, List.of("iad", "pdx"));

    assertThat(ids.of("iad")).isNotEqualTo(taken).isBetween(1L, 0xffff_ffffL);
  }

  @Property(tries = 200)
  void givesEverySiteAnIdOfItsOwn(
      @ForAll @UniqueElements @Size(min = 2, max = 16)
          List<@AlphaChars @StringLength(min = 1, max = 8) String> sites) {
    ServerIds ids = ServerIds.assign(GROUP, "", sites);

    assertThat(sites.stream().map(ids::of).distinct()).hasSameSizeAs(sites);
    assertThat(ServerIds.assign(GROUP, ids.annotation(), sites.reversed()).annotation())
        .isEqualTo(ids.annotation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"iad", "iad=", "iad=x", "iad=0", "iad=-1", "iad=4294967296", "iad=1,,"})
  void refusesAnAnnotationThatSomebodyBroke(String annotation) {
    assertThatThrownBy(() -> ServerIds.assign(GROUP, annotation, List.of("iad")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ServerIds.ANNOTATION);
  }
}
