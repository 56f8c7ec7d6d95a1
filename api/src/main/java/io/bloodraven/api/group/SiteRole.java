package io.bloodraven.api.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a site may become. */
public enum SiteRole {
  /** May be promoted automatically. */
  @JsonProperty("primary-candidate")
  PRIMARY_CANDIDATE,
  /** Replicates; not promoted: a verb for that comes later. */
  @JsonProperty("dr-only")
  DR_ONLY,
  /** Serves reads; never promoted, no DNS, no taints. */
  @JsonProperty("read-only")
  READ_ONLY
}
