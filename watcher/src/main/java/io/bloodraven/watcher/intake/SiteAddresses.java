package io.bloodraven.watcher.intake;

import io.bloodraven.api.group.GroupRef;
import java.net.URI;

/** Where the sites of a group are reached. */
public interface SiteAddresses {
  /** Base URL of a site's sidecar. */
  URI sidecar(GroupRef group, String site);

  /** {@code host:port} of a site's MySQL. */
  String mysql(GroupRef group, String site);

  /** By the Services of the group. */
  static SiteAddresses ofServices() {
    return new SiteAddresses() {
      @Override
      public URI sidecar(GroupRef group, String site) {
        return URI.create(group.sidecarUrl(site));
      }

      @Override
      public String mysql(GroupRef group, String site) {
        return group.internalHost(site) + ":" + GroupRef.MYSQL_PORT;
      }
    };
  }
}
