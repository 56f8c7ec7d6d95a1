package io.bloodraven.api.lease;

import java.util.List;

/** Take the Lease at {@code epoch}. Repeating a claim is harmless and gets the current answer. */
public record ClaimRequest(
    String namespace, String group, String site, long epoch, List<FenceProof> proofs) {
  public ClaimRequest {
    proofs = List.copyOf(proofs);
  }
}
