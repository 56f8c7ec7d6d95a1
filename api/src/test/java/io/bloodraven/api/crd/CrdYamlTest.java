package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in definition is the one that the model gives. */
class CrdYamlTest {
  private static final Path FILE =
      Checkout.root().resolve("deploy/crds/mysqlfailovergroups.shipstream.io.yaml");

  @TempDir private Path folder;

  @Test
  void checkedInDefinitionIsUpToDate() throws IOException {
    String yaml = CrdYaml.of(MysqlFailoverGroup.class, folder);
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(FILE, yaml);
    }
    assertThat(Files.readString(FILE))
        .as("stale: make it anew as deploy/README.md says")
        .isEqualTo(yaml);
  }
}
