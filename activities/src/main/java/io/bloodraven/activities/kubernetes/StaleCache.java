package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that are slow to come by, kept for a while, and longer where a fresh one cannot be had.
 * Bounded: the value unused for longest goes first. Loading happens outside of any lock, so that a
 * slow source holds up nobody who has a value.
 */
final class StaleCache<K, V> {
  private final int size;
  private final long freshNanos;
  private final LongSupplier nanoTime;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A cache that is empty.
   *
   * @param nanoTime monotonic clock
   */
  StaleCache(int size, Duration fresh, LongSupplier nanoTime) {
    this.size = size;
    this.freshNanos = fresh.toNanos();
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
  }

  /**
   * A fresh value; where {@code load} fails with {@code unavailable}, the last one however old.
   * Other failures, and a failure with no earlier value, are the caller's.
   */
  V get(K key, Function<K, V> load, Class<? extends RuntimeException> unavailable) {
    Entry<V> entry = entry(key);
    if (entry != null && nanoTime.getAsLong() - entry.loadedAt() < freshNanos) {
      return entry.value();
    }
    try {
      V value = load.apply(key);
      put(key, value);
      return value;
    } catch (RuntimeException e) {
      if (entry == null || !unavailable.isInstance(e)) {
        throw e;
      }
      // asked again only after a while, lest every call wait for a source that is away
      put(key, entry.value());
      return entry.value();
    }
  }

  private @Nullable Entry<V> entry(K key) {
    synchronized (entries) {
      return entries.get(key);
    }
  }

  private void put(K key, V value) {
    synchronized (entries) {
      entries.put(key, new Entry<>(value, nanoTime.getAsLong()));
      if (entries.size() > size) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
  }

  private record Entry<V>(V value, long loadedAt) {}
}
