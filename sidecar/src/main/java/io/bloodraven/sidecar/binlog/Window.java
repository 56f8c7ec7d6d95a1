package io.bloodraven.sidecar.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads of a file, most of them a little further on than the one before. Not a mapped file: one
 * that is cut off meanwhile, as a starting mysqld does with a torn end, would end the process.
 */
final class Window {
  private static final int SIZE = 1 << 14;
  private static final int LARGEST = 1 << 24;

  private final FileChannel file;
  private final long size;
  private ByteBuffer bytes = allocated(SIZE);
  private long start;
  private long end;

  Window(FileChannel file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  /** Of the file, when it was opened. */
  long size() {
    return size;
  }

  /**
   * Those bytes, from position to limit, little-endian, until the next call.
   *
   * @throws IOException also when the file ends before, or when it is a lot
   */
  ByteBuffer at(long position, int length) throws IOException {
    if (position < start || position + length > end) {
      load(position, length);
    }
    int from = (int) (position - start);
    return bytes.clear().limit(from + length).position(from);
  }

  private void load(long position, int length) throws IOException {
    if (length > LARGEST) {
      throw new IOException("an event of " + length + " bytes at byte " + position);
    }
    bytes = length > bytes.capacity() ? allocated(length) : bytes.clear();
    start = position;
    while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
      // a read may bring less than was asked for
    }
    end = start + bytes.position();
    if (end < position + length) {
      throw new EOFException("the file ends before byte " + (position + length));
    }
  }

  private static ByteBuffer allocated(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
