package io.bloodraven.workflows.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be done next with a group. */
public sealed interface Decision {
  /** Open the first site ever. */
  record Bootstrap(List<String> candidates) implements Decision {
    public Bootstrap {
      candidates = List.copyOf(candidates);
    }
  }

  /** A site is open at a higher epoch than the group knew: what is so is taken over. */
  record Adopt(String site, long epoch) implements Decision {}

  /**
   * Make another site writable.
   *
   * @param candidates most wanted first, before their data is compared
   * @param lossFreeOnly during the cooldown, and while the active site lives: only if it is proven
   *     that nothing is lost
   * @param cause for people
   */
  record FailOver(List<String> candidates, boolean lossFreeOnly, String cause) implements Decision {
    public FailOver {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * The active site lives but has no right to be open, or one that its peers can no longer confirm:
   * grant a new epoch to it, or to a site that has more.
   *
   * @param candidates the active site first
   */
  record Reassert(List<String> candidates, String cause) implements Decision {
    public Reassert {
      candidates = List.copyOf(candidates);
    }
  }

  /** Close a site that is open at an epoch that is over. */
  record FenceStray(String site, long itsEpoch) implements Decision {}

  /** Make a closed site that replicates from nowhere, or no longer, a replica of the active one. */
  record Rejoin(String site, String reason) implements Decision {}

  /** Make a replica of another source one of the active site. */
  record Repoint(String site, String source) implements Decision {}

  /** Fill an empty site from the active one. */
  record Clone(String site, String donor) implements Decision {}

  /**
   * Nothing can be done about something that a person should know.
   *
   * @param lookAgainAt when time alone may change that
   */
  record Alert(Kind kind, String message, Optional<Instant> lookAgainAt) implements Decision {
    /** What is wrong. */
    public enum Kind {
      /** The active site is down and no other can be promoted. */
      NO_CANDIDATE,
      /** The active site is down and the last failover was a short time ago. */
      COOLDOWN,
      /** The active site's mysqld lives but takes no write, and no other site can take over now. */
      STALLED,
      /** Nobody hears the active site, and nobody can prove that it is silent. */
      NOT_HEARD
    }
  }

  /**
   * Nothing is to be done.
   *
   * @param lookAgainAt when time alone may change that; empty for a group that is well
   */
  record Keep(Optional<Instant> lookAgainAt) implements Decision {}
}
