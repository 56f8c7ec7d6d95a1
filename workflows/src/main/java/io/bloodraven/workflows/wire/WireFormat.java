package io.bloodraven.workflows.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * Temporal's own JSON, but for one thing: a field that this version does not know is passed over.
 * During an upgrade watchers and workers of two versions are at work on the same group, and a
 * signal or a history that cannot be read would stop it.
 */
public final class WireFormat {
  private WireFormat() {}

  /** For the client of whoever reads messages of workflows. */
  public static DataConverter converter() {
    ObjectMapper mapper =
        JacksonJsonPayloadConverter.newDefaultObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper));
  }
}
