package io.bloodraven.api.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whether a site's pod guards its MySQL port by itself; see the contract, "network guard". */
public enum NetworkGuard {
  /** Where the pod may; a site that cannot set it opens without it, and says so. */
  @JsonProperty("auto")
  AUTO,
  /** Always: a site that cannot set it does not open. */
  @JsonProperty("on")
  ON,
  /** Never. */
  @JsonProperty("off")
  OFF;

  /** As manifests and the sidecar's environment write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
