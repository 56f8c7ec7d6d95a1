package io.bloodraven.activities.attempt;

import java.time.Duration;

/** The running attempt of an activity, as far as a step that takes long needs it. */
public interface Attempt {
  /**
   * Says that the attempt goes on and with what; shown to people.
   *
   * @throws RuntimeException when it must not go on: cancelled, timed out, or replaced
   */
  void progress(String detail);

  /** How long until its time is over; never negative. */
  Duration remaining();
}
