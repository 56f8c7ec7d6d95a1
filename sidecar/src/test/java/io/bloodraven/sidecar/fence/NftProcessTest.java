package io.bloodraven.sidecar.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the process, with the shell in the part of nft. */
class NftProcessTest {
  private static NftProcess shell(String script) {
    return new NftProcess(List.of("/bin/sh", "-c", script));
  }

  @Test
  void feedsTheCommandsAndReturnsWhatItPrints() throws Exception {
    assertThat(shell("echo \"$0 $1\"; cat").run("add table x\n", 5_000))
        .isEqualTo("-f -\nadd table x\n");
  }

  @Test
  void saysInOneLineWhyItWasRefused() {
    NftException refused =
        catchThrowableOfType(
            NftException.class,
            () -> shell("echo 'Error: no' >&2; echo ^^^ >&2; exit 1").run("x", 5_000));
    assertThat(refused).hasMessage("Error: no");
    assertThat(refused.isUncertain()).isFalse();
  }

  @Test
  void doesNotWaitForeverAndLeavesNothingRunning() {
    long began = System.nanoTime();
    NftException unanswered =
        catchThrowableOfType(NftException.class, () -> shell("exec sleep 31.4159").run("x", 200));
    assertThat(unanswered.isUncertain()).isTrue();
    assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .noneMatch(child -> child.info().commandLine().orElse("").contains("31.4159"));
  }

  @Test
  void aMissingProgramIsARefusal() {
    NftException refused =
        catchThrowableOfType(
            NftException.class, () -> new NftProcess(List.of("/no/such/nft")).run("x", 1_000));
    assertThat(refused.isUncertain()).isFalse();
    assertThat(refused).hasMessageContaining("/no/such/nft");
  }
}
