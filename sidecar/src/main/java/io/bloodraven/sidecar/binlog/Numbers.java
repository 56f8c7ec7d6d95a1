package io.bloodraven.sidecar.binlog;

import java.nio.ByteBuffer;

/** The two ways in which events write numbers of a length of their own; little-endian. */
final class Numbers {
  private Numbers() {}

  /** One byte, or one that says that two, three or eight follow. */
  static long packed(ByteBuffer from) {
    int first = from.get() & 0xff;
    return switch (first) {
      case 0xfc -> bytes(from, 2);
      case 0xfd -> bytes(from, 3);
      case 0xfe -> bytes(from, 8);
      default -> first;
    };
  }

  /** As many bytes follow the first as it has ones at its low end; then a zero, then the number. */
  static long variable(ByteBuffer from) {
    int first = from.get() & 0xff;
    int following = Integer.numberOfTrailingZeros(~first);
    if (following == 8) {
      return bytes(from, 8);
    }
    long low = first >> (following + 1);
    return low | (bytes(from, following) << (7 - following));
  }

  private static long bytes(ByteBuffer from, int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (from.get() & 0xffL) << (8 * i);
    }
    return number;
  }
}
