package io.bloodraven.sidecar.fence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom one closing ends: every client at once, but not the operator, and whoever is still logging
 * in only when that takes long. MySQL does not say yet who that will be: the operator's own way in,
 * a check, or a client that is ended by the next look.
 */
final class Clients {
  /** A login takes some milliseconds; one that is never finished must not keep its place. */
  private static final long LOGIN_LIMIT = 250;

  private static final String NOBODY_YET = "unauthenticated user";

  private final Map<Long, Long> firstSeen = new HashMap<>();

  /** A row of MySQL's processlist. */
  record Session(long id, String user) {}

  /**
   * Decides for one look at the processlist.
   *
   * @param sessions all there are now
   * @param operator the user whose connections are left alone
   * @param now milliseconds of a clock that does not jump
   * @return ids of the connections to end
   */
  List<Long> toEnd(List<Session> sessions, String operator, long now) {
    List<Long> ids = new ArrayList<>();
    for (Session session : sessions) {
      boolean isToEnd =
          session.user().equals(NOBODY_YET)
              ? now - firstSeen.computeIfAbsent(session.id(), _ -> now) >= LOGIN_LIMIT
              : !session.user().equals(operator);
      if (isToEnd) {
        ids.add(session.id());
      }
    }
    return ids;
  }
}
