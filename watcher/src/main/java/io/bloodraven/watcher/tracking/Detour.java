package io.bloodraven.watcher.tracking;

import static java.util.Objects.requireNonNull;

/**
 * A way round a cut: {@code site} is asked how it is through the sidecar of {@code by}.
 *
 * @param site the one that is not heard
 * @param by another one, that is
 */
public record Detour(String site, String by) {
  public Detour {
    requireNonNull(site, "site");
    requireNonNull(by, "by");
  }
}
