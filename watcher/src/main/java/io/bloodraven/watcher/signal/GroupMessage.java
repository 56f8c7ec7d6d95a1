package io.bloodraven.watcher.signal;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.health.Observation;
import io.bloodraven.workflows.group.ResourceChange;

/** What a watcher may tell a group's workflow. */
public sealed interface GroupMessage {
  /** Something was seen to change; starts the workflow when it does not run. */
  record Observed(Observation observation) implements GroupMessage {
    public Observed {
      requireNonNull(observation, "observation");
    }
  }

  /** The resource is to be read again; starts the workflow when it does not run. */
  record Changed(ResourceChange change) implements GroupMessage {
    public Changed {
      requireNonNull(change, "change");
    }
  }

  /** The resource is gone. Starts nothing: a workflow that has ended has nothing left to do. */
  record Gone(ResourceChange change) implements GroupMessage {
    public Gone {
      requireNonNull(change, "change");
    }
  }
}
