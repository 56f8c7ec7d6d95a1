package io.bloodraven.workflows.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.group.GroupRef;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireFormatTest {
  private final DataConverter wire = WireFormat.converter();

  @Test
  void aFieldOfALaterVersionIsPassedOver() {
    Payload later =
        wire.toPayload(Map.of("namespace", "default", "name", "main", "continent", "any"))
            .orElseThrow();
    assertThat(wire.fromPayload(later, GroupRef.class, GroupRef.class))
        .isEqualTo(new GroupRef("default", "main"));
  }
}
