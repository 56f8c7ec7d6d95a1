package io.bloodraven.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.lease.StoredState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EpochWriterTest {
  private static final StoredState SIXTH = state(6);
  private static final StoredState SEVENTH = state(7);

  /** A disk that hangs until it is let go, and then fails as often as it is told to. */
  private static final class TestingDisk implements EpochWriter.Disk {
    final List<StoredState> saved = new CopyOnWriteArrayList<>();
    final CountDownLatch released;
    final AtomicInteger failures = new AtomicInteger();

    TestingDisk(boolean hangs) {
      released = new CountDownLatch(hangs ? 1 : 0);
    }

    @Override
    public void save(StoredState state) throws IOException {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (failures.getAndDecrement() > 0) {
        throw new IOException("no space left");
      }
      saved.add(state);
    }
  }

  @Test
  void isOnDiskWhenItSaysSo() {
    TestingDisk disk = new TestingDisk(false);
    EpochWriter writer = writer(disk);
    assertThat(writer.isSaved()).isTrue();
    assertThat(writer.save(SIXTH)).isTrue();
    assertThat(writer.save(SEVENTH)).isTrue();
    assertThat(writer.isSaved()).isTrue();
    assertThat(disk.saved).containsExactly(SIXTH, SEVENTH);
  }

  @Test
  void whatFailedIsTriedAgain() {
    TestingDisk disk = new TestingDisk(false);
    disk.failures.set(1);
    EpochWriter writer = writer(disk);
    assertThat(writer.save(SIXTH)).isFalse();
    await().until(writer::isSaved);
    assertThat(disk.saved).containsExactly(SIXTH);
  }

  @Test
  void aDiskThatHangsIsWaitedForOnceAndNotForLong() {
    TestingDisk disk = new TestingDisk(true);
    EpochWriter writer = writer(disk);
    assertThat(writer.save(SIXTH)).isFalse();
    long began = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(writer.isSaved()).isFalse();
    }
    // a thousand waits of half a second would be minutes
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(disk.saved).isEmpty();
  }

  @Test
  void whatHungDoesNotCountForWhatIsNewer() {
    TestingDisk disk = new TestingDisk(true);
    EpochWriter writer = writer(disk);
    assertThat(writer.save(SIXTH)).isFalse();
    assertThat(writer.save(SEVENTH)).isFalse();
    disk.failures.set(1);
    disk.released.countDown();
    await().until(writer::isSaved);
    // the older one failed, or was saved before; the newer one is last in any case
    assertThat(disk.saved).last().isEqualTo(SEVENTH);
  }

  private static EpochWriter writer(EpochWriter.Disk disk) {
    return new EpochWriter(disk, new SidecarLog("default/main", "iad", () -> 0));
  }

  private static StoredState state(long epoch) {
    return new StoredState(epoch, 0, "", 0, "", List.of(), List.of(), "");
  }
}
