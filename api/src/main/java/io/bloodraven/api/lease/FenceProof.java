package io.bloodraven.api.lease;

/**
 * A holder's acknowledgement that it is closed and will not open again at its epoch.
 *
 * @param holderSite site of the holder that acknowledged
 * @param holderPodUid its pod: a successor of that pod proves nothing
 * @param heldEpoch the epoch it held
 * @param residualMillis what that holder had itself still to wait for; a successor waits it out,
 *     counted from the moment the proof reaches it
 */
public record FenceProof(
    String holderSite, String holderPodUid, long heldEpoch, long residualMillis) {}
