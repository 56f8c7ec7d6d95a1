package io.bloodraven.sidecar.binlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The event that a transaction begins with.
 *
 * @param transactionLength in bytes, this event included
 */
record GtidEvent(GtidSource source, long number, long transactionLength) {
  /** Flags, server UUID, number, type of what follows, last_committed and sequence_number. */
  private static final int FIXED_PART = 42;

  private static final int TIME_OF_ORIGIN = 1 << 7;
  private static final int TIME = 7;

  /** Numbers of the fields of a tagged one. */
  private static final int UUID = 1;

  private static final int NUMBER = 2;
  private static final int TAG = 3;
  private static final int TRANSACTION_LENGTH = 8;

  /** Of a transaction without a tag. */
  static GtidEvent plain(ByteBuffer body) {
    int start = body.position();
    body.get();
    GtidSource source = GtidSource.read(body, "");
    long number = body.getLong();
    body.position(start + FIXED_PART);
    body.position(body.position() + TIME - 1);
    boolean hasTimeOfOrigin = (body.get() & TIME_OF_ORIGIN) != 0;
    body.position(body.position() + (hasTimeOfOrigin ? TIME : 0));
    return new GtidEvent(source, number, Numbers.packed(body));
  }

  /**
   * Of a transaction with a tag: fields by number, in ascending order, those of no interest are
   * whole numbers.
   */
  static GtidEvent tagged(ByteBuffer body) {
    Numbers.variable(body); // version of the form
    Numbers.variable(body); // length
    Numbers.variable(body); // last field that must be understood
    ByteBuffer uuid = ByteBuffer.allocate(16);
    String tag = "";
    long number = 0;
    while (true) {
      switch ((int) Numbers.variable(body)) {
        case UUID -> {
          while (uuid.hasRemaining()) {
            uuid.put((byte) Numbers.variable(body));
          }
        }
        case NUMBER -> number = Numbers.variable(body) >> 1; // the lowest bit is the sign
        case TAG -> tag = text(body);
        case TRANSACTION_LENGTH -> {
          return new GtidEvent(GtidSource.read(uuid.rewind(), tag), number, Numbers.variable(body));
        }
        default -> Numbers.variable(body);
      }
    }
  }

  /** A tag, behind its length. */
  static String text(ByteBuffer body) {
    byte[] text = new byte[Math.toIntExact(Math.min(body.remaining(), Numbers.variable(body)))];
    body.get(text);
    return new String(text, US_ASCII);
  }
}
