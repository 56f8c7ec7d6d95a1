package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in definitions are the one that the model gives. */
class CrdYamlTest {
  private static final String FILE = "mysqlfailovergroups.shipstream.io.yaml";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"deploy/crds", "deploy/chart/bloodraven/crds"})
  void checkedInDefinitionIsUpToDate(String place) throws IOException {
    Path file = Checkout.root().resolve(place).resolve(FILE);
    String yaml = CrdYaml.of(MysqlFailoverGroup.class, folder);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(file, yaml);
    }
    assertThat(Files.readString(file))
        .as(file + " is stale: make it anew as deploy/README.md says")
        .isEqualTo(yaml);
  }
}
