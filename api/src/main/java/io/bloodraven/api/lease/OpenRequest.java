package io.bloodraven.api.lease;

import java.util.List;

/**
 * Open for writes at {@code epoch}, which must have been claimed. The sidecar waits for at most
 * {@code waitMillis} (bounded by itself) until the lease allows it.
 *
 * @param proofs acknowledgements that came in since the claim
 */
public record OpenRequest(
    String namespace,
    String group,
    String site,
    long epoch,
    List<FenceProof> proofs,
    long waitMillis) {
  public OpenRequest {
    proofs = List.copyOf(proofs);
  }
}
