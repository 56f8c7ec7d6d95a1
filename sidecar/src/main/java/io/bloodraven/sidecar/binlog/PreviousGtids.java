package io.bloodraven.sidecar.binlog;

import java.nio.ByteBuffer;

/** The event at the beginning of a file that lists all GTIDs before it. */
final class PreviousGtids {
  private static final int FORM = 56;
  private static final int UUID = 16;

  private PreviousGtids() {}

  /**
   * Reads it: the number of sources; for each its UUID, its tag, and its runs, whose end is not in
   * them. The number's highest byte says whether there are tags, its lowest then says so again.
   */
  static void read(ByteBuffer body, GtidRuns into) {
    long head = body.getLong();
    long form = head >>> FORM;
    if (form > 1) {
      throw new IllegalArgumentException("a list of GTIDs of form " + form);
    }
    boolean tagged = form == 1;
    long sources = tagged ? (head << Byte.SIZE) >>> (2 * Byte.SIZE) : head;
    for (long i = 0; i < sources; i++) {
      ByteBuffer uuid = body.duplicate();
      body.position(body.position() + UUID);
      GtidSource source = GtidSource.read(uuid, tagged ? GtidEvent.text(body) : "");
      long runs = body.getLong();
      for (long run = 0; run < runs; run++) {
        into.add(source, body.getLong(), body.getLong() - 1);
      }
    }
  }
}
