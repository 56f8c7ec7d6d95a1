package io.bloodraven.playground.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run: a fault, what it cost, and whether the group is as it should be again. Times are
 * milliseconds.
 *
 * @param run counts from 1
 * @param from site that was active when the fault came
 * @param to site that is active in the end
 * @param epoch epoch of {@code to}
 * @param writeGap from the fault to the first write that the new primary acknowledged through the
 *     Service; null when that never happened
 * @param writeGapFromLastAck the same from the last write that the old primary acknowledged there
 * @param openGap from the fault to the first write that the new primary acknowledged by any way
 * @param converge from the healing of the fault (for a crash: from the fault) until exactly one
 *     site was open, every other one had caught up or was reported as blocked, and status said so;
 *     null when that never happened
 * @param phases what the failover's own result says of its phases, in order
 * @param acked writes that were acknowledged
 * @param unknown writes without a clear answer
 * @param lostAcked acknowledged writes that the new primary does not have
 * @param reportedLoss transactions that only the old primary has; its site is blocked then, and the
 *     group reports exactly these. The benchmark has such a site cloned anew before it goes on
 * @param lateAcks writes acknowledged by the old primary after the first one by the new
 * @param overlap how long two sites were provably open
 * @param tardyAcks writes sent to the old primary before that, and acknowledged after it: a thawed
 *     primary must not
 * @param underWay writes that the old primary had not answered yet when the fault came
 * @param violations what must never be, in words
 * @param problems what else went wrong, in words
 */
public record RunReport(
    int run,
    String from,
    String to,
    long epoch,
    @Nullable Double writeGap,
    @Nullable Double writeGapFromLastAck,
    @Nullable Double openGap,
    @Nullable Double converge,
    Map<String, Long> phases,
    long acked,
    long unknown,
    int lostAcked,
    long reportedLoss,
    int lateAcks,
    double overlap,
    int tardyAcks,
    int underWay,
    List<String> violations,
    List<String> problems) {

  /** Whether nothing is to be said against it. */
  public boolean isClean() {
    return violations.isEmpty() && problems.isEmpty();
  }
}
