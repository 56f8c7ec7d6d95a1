package io.bloodraven.activities.mysql;

import io.bloodraven.api.group.GroupRef;

/** Where the server of a site listens. */
@FunctionalInterface
public interface MysqlAddresses {
  /** Inside a cluster: the site's internal Service. */
  MysqlAddresses INTERNAL_SERVICES =
      (group, site) -> new MysqlAddress(group.internalHost(site), GroupRef.MYSQL_PORT);

  /** The address of {@code site}. */
  MysqlAddress of(GroupRef group, String site);
}
