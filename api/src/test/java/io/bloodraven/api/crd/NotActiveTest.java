package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept for later is named, and nothing else is. */
class NotActiveTest {
  static Stream<Arguments> fields() {
    return Stream.of(
        arguments("tls", Map.of("secretName", "certificates")),
        arguments("maxLossWait", "20s"),
        arguments("connectionDrainTimeout", "20s"),
        arguments("updateStrategy", "OrderedUpdate"),
        arguments("plannedFailover", Map.of("onCooldown", "defer")),
        arguments("backup", Map.of("keep", 7)),
        arguments("initFromBackup", Map.of("name", "last")),
        arguments("restoreInPlace", Map.of("name", "last")),
        arguments("dragonfly", Map.of("replicas", 1)),
        arguments("encryptionAtRest", Map.of("keyring", "vault")));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void namesWhatIsAskedForAndNotDone(String field, Object value) {
    assertThat(notActive(recreated().set(field, value))).containsExactly("spec." + field);
  }

  @Test
  void theLeastManifestAsksForOrderedUpdates() {
    assertThat(notActive(new TestingManifest())).containsExactly("spec.updateStrategy");
  }

  @Test
  void defaultsThatAreWrittenOutAskForNothing() {
    assertThat(
            notActive(
                recreated()
                    .set("maxLossWait", "10s")
                    .set("connectionDrainTimeout", "30s")
                    .set("plannedFailover", Map.of("maxLagWait", "5m", "drainTimeout", "30s"))))
        .isEmpty();
  }

  @Test
  void theSchemaSaysTheSame() {
    assertThat(
            Arrays.stream(MysqlFailoverGroupSpec.class.getRecordComponents())
                .filter(field ->
                    field
                        .getAccessor()
                        .getAnnotation(JsonPropertyDescription.class)
                        .value()
                        .toLowerCase(Locale.ROOT)
                        .contains("not active yet"))
                .map(field -> field.getName()))
        .containsExactlyInAnyOrderElementsOf(
            fields().map(field -> (String) field.get()[0]).toList());
  }

  private static TestingManifest recreated() {
    return new TestingManifest().set("updateStrategy", "Recreate");
  }

  private static List<String> notActive(TestingManifest manifest) {
    return NotActive.paths(manifest.typed().getSpec());
  }
}
