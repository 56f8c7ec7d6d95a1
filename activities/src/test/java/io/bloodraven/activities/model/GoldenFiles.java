package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Desired objects as files under {@code src/test/resources/golden}. After a wanted change, {@code
 * mvn -pl activities -am test -Dtest='GroupObjectsTest' -Dgolden.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes them anew; read the difference before you commit.
 */
final class GoldenFiles {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenFiles() {}

  /** The manifest {@code <name>.group.yaml}. */
  static MysqlFailoverGroup group(String name) {
    return Serialization.unmarshal(
        read(FOLDER.resolve(name + ".group.yaml")), MysqlFailoverGroup.class);
  }

  /** Compares with the file, or writes it. */
  static void assertSame(String file, List<? extends HasMetadata> objects) {
    assertSame(file, objects.stream().map(GoldenFiles::yaml).collect(Collectors.joining()));
  }

  /** Compares with the file, or writes it. */
  static void assertSame(String file, String text) {
    Path golden = FOLDER.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      try {
        Files.writeString(golden, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(text)
        .as("%s; GoldenFiles says how to write it anew", golden)
        .isEqualTo(read(golden));
  }

  private static String yaml(HasMetadata object) {
    return Serialization.asYaml(
        sorted(Serialization.unmarshal(Serialization.asJson(object), Map.class)));
  }

  /** The order of a map's entries means nothing, and differs from run to run. */
  private static Object sorted(Object node) {
    return switch (node) {
      case Map<?, ?> map -> {
        Map<String, Object> entries = new TreeMap<>();
        map.forEach((key, value) -> entries.put(key.toString(), sorted(value)));
        yield entries;
      }
      case List<?> list -> list.stream().map(GoldenFiles::sorted).toList();
      default -> node;
    };
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
