package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided, by the group workflow, and what was seen, by one watcher at a time. Each of
 * them applies its own fields only; sites and conditions merge by name and type.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MysqlFailoverGroupStatus(
    @JsonPropertyDescription("Decided: the site that may write, empty while there is none.")
        @Nullable String activeSite,
    @JsonPropertyDescription("Decided: epoch of the write lease.") @Nullable Long epoch,
    @JsonPropertyDescription("Decided: generation of the spec that was acted on.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Decided: counts the changes of activeSite.")
        @Nullable Long topologyGeneration,
    @JsonPropertyDescription("Decided: what the group is doing.") @Nullable String phase,
    @JsonPropertyDescription("Decided: fields of the spec that are kept and do nothing yet.")
        List<String> notActive,
    @JsonPropertyDescription("Seen: sites that are well, of all, such as 2/2.")
        @Nullable String healthySites,
    @JsonPropertyDescription("Seen: seconds that the slowest replica is behind.")
        @Nullable Long lagSeconds,
    @JsonPropertyDescription("The sites.") List<SiteStatus> sites,
    @JsonPropertyDescription("Decided: conditions.") List<Condition> conditions,
    @JsonPropertyDescription("Decided: time of the last failover.") @Nullable String lastFailover,
    @JsonPropertyDescription("Decided: where it went.") @Nullable String lastFailoverTarget,
    @JsonPropertyDescription("Decided: gtid_executed at the last promotion.")
        @Nullable String promotionGtidExecuted,
    @JsonPropertyDescription("Decided: the last ten failovers, latest first.")
        List<Failover> history,
    @JsonPropertyDescription("Decided: the planned switchover that runs or ran last.")
        @PreserveUnknownFields
        @Nullable Map<String, Object> plannedFailover,
    @JsonPropertyDescription("Decided: step of the update that runs.")
        @Nullable String updatePhase) {
  public MysqlFailoverGroupStatus {
    notActive = List.copyOf(requireNonNullElse(notActive, List.of()));
    sites = List.copyOf(requireNonNullElse(sites, List.of()));
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
    history = List.copyOf(requireNonNullElse(history, List.of()));
  }

  /** A site: what was seen of it and what was decided about it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SiteStatus(
      @JsonPropertyDescription("Name of the site.") @Required String name,
      @JsonPropertyDescription("Seen: writable, read-only, unreachable or unknown.")
          @Nullable String state,
      @JsonPropertyDescription("Seen: primary, replica or fenced.") @Nullable String role,
      @JsonPropertyDescription("Seen: when it was last heard.") @Nullable String lastSeen,
      @JsonPropertyDescription("Seen: gtid_executed.") @Nullable String gtidExecuted,
      @JsonPropertyDescription("Seen: whether receiver and applier run.")
          @Nullable Boolean replicating,
      @JsonPropertyDescription("Seen: seconds behind its source.")
          @Nullable Long secondsBehindSource,
      @JsonPropertyDescription("Decided: Cloning, Rejoining or RecoveryBlocked.")
          @Nullable String recoveryState,
      @JsonPropertyDescription("Decided: transactions that only this site has.")
          @Nullable String divergentGtid,
      @JsonPropertyDescription("Decided: how many they are.")
          @Nullable Long divergentTransactionCount,
      @JsonPropertyDescription("Decided: the host it shall replicate from.")
          @Nullable String sourceHost,
      @JsonPropertyDescription("Decided: whether it does.") @Nullable String sourceConvergenceState,
      @JsonPropertyDescription("Decided: why not.") @Nullable String sourceConvergenceReason) {}

  /** An entry of the history. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failover(
      @JsonPropertyDescription("Epoch that it opened.") @Nullable Long epoch,
      @Nullable String from,
      @Nullable String to,
      @Nullable String cause,
      @JsonPropertyDescription("When it started.") @Nullable String started,
      @JsonPropertyDescription("From the start to the confirmed write.")
          @Nullable Long writableAfterMillis,
      @JsonPropertyDescription("GTIDs known to be lost, empty when none is known.")
          @Nullable String knownLoss) {}
}
