package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.health.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the entity workflow carries from run to run.
 *
 * @param spec null before the resource was read for the first time
 * @param activeSite empty while no site may write
 * @param epoch epoch of the active site, the highest tried while there is none
 * @param cooldownUntil null when there is none
 * @param observations the latest of each vantage point
 */
public record GroupState(
    @Nullable GroupSpec spec,
    String activeSite,
    long epoch,
    long topologyGeneration,
    @Nullable Instant cooldownUntil,
    Map<String, Observation> observations,
    List<FailoverRecord> history) {
  public GroupState {
    observations = Map.copyOf(observations);
    history = List.copyOf(history);
  }
}
