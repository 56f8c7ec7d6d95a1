package io.bloodraven.watcher.status;

import io.bloodraven.watcher.tracking.SiteSight;

/**
 * The state of a site as status tells it. Nothing is told as present fact that was not heard just
 * now: a site that said "writable" a while ago is unknown until it is heard again or proven silent.
 */
public enum SiteState {
  WRITABLE("writable"),
  READ_ONLY("read-only"),
  UNREACHABLE("unreachable"),
  UNKNOWN("unknown");

  private final String label;

  SiteState(String label) {
    this.label = label;
  }

  /** As it stands in status. */
  public String label() {
    return label;
  }

  static SiteState of(SiteSight site) {
    return switch (site.sighting().verdict()) {
      case WRITABLE -> site.audible() ? WRITABLE : UNKNOWN;
      case CLOSED -> site.audible() ? READ_ONLY : UNKNOWN;
      case STARTING, STALLED, DEAD -> site.audible() ? UNREACHABLE : UNKNOWN;
      case SILENT -> UNREACHABLE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
