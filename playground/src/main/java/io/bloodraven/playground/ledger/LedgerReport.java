package io.bloodraven.playground.ledger;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger proves about one fault.
 *
 * @param oldServer UUID of the server that took writes when the fault came, empty when none did
 * @param newServer UUID of the other server that took writes first, empty when none did
 * @param opened how long until the new server took a write by any way; null when it never did.
 *     Where nobody took over it is the longest silence of the old one, here and in {@code routed}
 * @param routed how long until the new server took a write through the Service: what an application
 *     sees; null when it never did
 * @param lateAcks writes sent to the old server after the new one's first acknowledgement had
 *     arrived, and acknowledged all the same: two sites were open
 * @param overlapMillis from the new server's first acknowledgement to the sending of the last such
 *     write: two sites were open at least that long
 * @param tardyAcks writes sent to the old server before that, and acknowledged after it: by a
 *     server that was only cut off they may have been committed in time, and the answer came late;
 *     by one that was frozen meanwhile they were not
 * @param underWay writes sent to the old server before the fault and not answered when it came
 * @param reigns the longest chain of acknowledged writes at changing servers, see {@link Reigns}
 * @param lost acknowledged writes that the final primary does not have
 * @param keptThoughRefused writes that the final primary has although they were refused
 * @param acked acknowledged writes
 * @param failed writes that certainly did not happen
 * @param unknown writes without a clear answer
 * @param unknownKept of those, how many the final primary has
 */
public record LedgerReport(
    String oldServer,
    String newServer,
    @Nullable WriteGap opened,
    @Nullable WriteGap routed,
    List<Attempt> lateAcks,
    double overlapMillis,
    int tardyAcks,
    int underWay,
    List<Attempt> reigns,
    SortedSet<Long> lost,
    SortedSet<Long> keptThoughRefused,
    long acked,
    long failed,
    long unknown,
    long unknownKept) {}
