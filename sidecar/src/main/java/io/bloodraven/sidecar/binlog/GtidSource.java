package io.bloodraven.sidecar.binlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Who made a transaction.
 *
 * @param high first half of the server's UUID
 * @param low second half
 * @param tag empty for none
 */
record GtidSource(long high, long low, String tag) {
  /** Reads the 16 bytes of a UUID, whatever the order of bytes is otherwise. */
  static GtidSource read(ByteBuffer bytes, String tag) {
    return new GtidSource(bigEndian(bytes), bigEndian(bytes), tag);
  }

  private static long bigEndian(ByteBuffer bytes) {
    long number = bytes.getLong();
    return bytes.order() == ByteOrder.BIG_ENDIAN ? number : Long.reverseBytes(number);
  }

  /** As MySQL writes it before the numbers. */
  @Override
  public String toString() {
    return new UUID(high, low) + (tag.isEmpty() ? "" : ":" + tag);
  }
}
