package io.bloodraven.sidecar.http;

import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.VouchRequest;
import java.util.concurrent.CompletionStage;

/** What the endpoints ask of the lease; each answer is a reply record of {@code api.lease}. */
public interface Control {
  CompletionStage<Record> vouch(VouchRequest request);

  CompletionStage<Record> claim(ClaimRequest request);

  CompletionStage<Record> open(OpenRequest request);

  CompletionStage<Record> fence(FenceRequest request);
}
