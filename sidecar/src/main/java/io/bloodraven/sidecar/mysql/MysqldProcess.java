package io.bloodraven.sidecar.mysql;

import java.util.OptionalLong;

/** The process of the mysqld beside the sidecar. */
public interface MysqldProcess {
  /** Its id; empty when there is provably none. */
  OptionalLong find();

  /** Whether this very process, once found, still runs: cheap, asked many times a second. */
  boolean isAlive(long pid);

  /** SIGKILL. */
  void kill(long pid);
}
