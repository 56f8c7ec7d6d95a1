package io.bloodraven.api.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a site may become. */
public enum SiteRole {
  /** May be promoted automatically. */
  @JsonProperty("primary-candidate")
  PRIMARY_CANDIDATE,
  /** Replicates; promoted only by a person's word. */
  @JsonProperty("dr-only")
  DR_ONLY,
  /** Serves reads; never promoted, no DNS, no taints. */
  @JsonProperty("read-only")
  READ_ONLY
}
