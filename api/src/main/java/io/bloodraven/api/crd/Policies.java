package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.bloodraven.api.group.NetworkGuard;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smaller policies of a group. */
public final class Policies {
  private Policies() {}

  /** How changes reach the servers. */
  public enum UpdateStrategy {
    /** Replicas first, the primary last, one at a time. */
    @JsonProperty("OrderedUpdate")
    ORDERED_UPDATE,
    /** All at once. */
    @JsonProperty("Recreate")
    RECREATE
  }

  /** What a planned switchover does during the cooldown. */
  public enum OnCooldown {
    @JsonProperty("reject")
    REJECT,
    @JsonProperty("defer")
    DEFER
  }

  /** Tie-break between equally good sites. */
  public record SplitBrainPolicy(
      @JsonPropertyDescription("Names of sites, most wanted first.") @Default("[]") @Size(max = 16)
          List<String> sitePriorities) {
    public SplitBrainPolicy {
      sitePriorities = List.copyOf(requireNonNullElse(sitePriorities, List.of()));
    }
  }

  /** The write lease. */
  @ValidationRule(
      value =
          "duration(self.leaseTimeout) >= duration(self.peerCheckInterval) +"
              + " duration(self.peerCheckInterval) + duration(self.peerCheckInterval)",
      message =
          "spec.sidecar.leaseTimeout must be at least three times spec.sidecar.peerCheckInterval:"
              + " raise leaseTimeout or lower peerCheckInterval")
  @ValidationRule(
      value =
          "!has(self.silenceThreshold) || duration(self.silenceThreshold) >="
              + " duration(self.peerCheckInterval) + duration(self.peerCheckInterval)",
      message =
          "spec.sidecar.silenceThreshold must be at least twice spec.sidecar.peerCheckInterval:"
              + " raise silenceThreshold or lower peerCheckInterval")
  @ValidationRule(
      value = "duration(self.stallTimeout) <= duration(self.leaseTimeout)",
      message =
          "spec.sidecar.stallTimeout must not be longer than spec.sidecar.leaseTimeout, or a primary"
              + " that takes no write would be found later than one that is gone: lower stallTimeout"
              + " or raise leaseTimeout")
  @ValidationRule(
      value = "duration(self.electorateGrace) >= duration(self.leaseTimeout)",
      message =
          "spec.sidecar.electorateGrace must not be shorter than spec.sidecar.leaseTimeout: raise"
              + " electorateGrace or lower leaseTimeout")
  public record SidecarSettings(
      @JsonPropertyDescription("How long a site stays open after the last vouch or renewal.")
          @Default("6s")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "3s" + Durations.TO + "5m" + Durations.END,
              message =
                  "spec.sidecar.leaseTimeout must be a duration from 3s to 5m"
                      + Durations.HOW_TO_WRITE)
          String leaseTimeout,
      @JsonPropertyDescription("How often the other sites are asked to vouch.")
          @Default("1s")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "200ms" + Durations.TO + "100s" + Durations.END,
              message =
                  "spec.sidecar.peerCheckInterval must be a duration from 200ms to 100s"
                      + Durations.HOW_TO_WRITE)
          String peerCheckInterval,
      @JsonPropertyDescription(
              "How long a holder must be unheard and unvouched before it counts as silent; half of"
                  + " leaseTimeout, and 2.5s at least, when left out.")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "400ms" + Durations.TO + "10m" + Durations.END,
              message =
                  "spec.sidecar.silenceThreshold must be a duration from 400ms to 10m"
                      + Durations.HOW_TO_WRITE)
          @Nullable String silenceThreshold,
      @JsonPropertyDescription(
              "How long the server of the active site may live without answering, or without taking a"
                  + " write, before it counts as stalled and another site takes over.")
          @Default("2s")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "1s" + Durations.TO + "5m" + Durations.END,
              message =
                  "spec.sidecar.stallTimeout must be a duration from 1s to 5m"
                      + Durations.HOW_TO_WRITE)
          String stallTimeout,
      @JsonPropertyDescription(
              "How long another site of the electorate may fail to vouch before the holder drops it"
                  + " from the electorate, until it vouches again.")
          @Default("5m")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "3s" + Durations.TO + "24h" + Durations.END,
              message =
                  "spec.sidecar.electorateGrace must be a duration from 3s to 24h"
                      + Durations.HOW_TO_WRITE)
          String electorateGrace,
      @JsonPropertyDescription(
              "Whether the kernel shuts clients out of an open server whose lease is over; needs"
                  + " NET_ADMIN in the pod. auto: where the namespace lets the pod have it, and without it"
                  + " otherwise; \"on\": a site that cannot have it does not open; \"off\": never. Quote on"
                  + " and off, for YAML takes them for booleans.")
          @Default("\"auto\"")
          NetworkGuard networkGuard,
      @JsonPropertyDescription("Accepted for manifests of earlier releases; not used.")
          @Nullable String bloodravenAddress) {
    /** What holds when nothing is set. */
    public static final SidecarSettings DEFAULT =
        new SidecarSettings("6s", "1s", null, "2s", "5m", NetworkGuard.AUTO, null);

    private static final Duration LEAST_SILENCE = Duration.ofMillis(2500);

    public SidecarSettings {
      leaseTimeout = requireNonNullElse(leaseTimeout, "6s");
      peerCheckInterval = requireNonNullElse(peerCheckInterval, "1s");
      stallTimeout = requireNonNullElse(stallTimeout, "2s");
      electorateGrace = requireNonNullElse(electorateGrace, "5m");
      networkGuard = requireNonNullElse(networkGuard, NetworkGuard.AUTO);
    }

    /** {@link #silenceThreshold}, or what holds when it is left out. */
    public Duration silence() {
      return silenceThreshold == null
          ? Collections.max(List.of(LEAST_SILENCE, Durations.parse(leaseTimeout).dividedBy(2)))
          : Durations.parse(silenceThreshold);
    }
  }

  /** How far a replica may be behind before it is Degraded and out of the replicas' Service. */
  public record ReplicationLimits(
      @JsonPropertyDescription("Seconds that a replica may be behind.") @Default("300") @Min(1)
          Long maxLagSeconds,
      @JsonPropertyDescription("The same for sites of role read-only.") @Default("300") @Min(1)
          Long readOnlyMaxLagSeconds) {
    /** What holds when nothing is set. */
    public static final ReplicationLimits DEFAULT = new ReplicationLimits(300L, 300L);

    public ReplicationLimits {
      maxLagSeconds = requireNonNullElse(maxLagSeconds, 300L);
      readOnlyMaxLagSeconds = requireNonNullElse(readOnlyMaxLagSeconds, 300L);
    }
  }

  /** Planned switchovers. */
  public record PlannedFailover(
      @JsonPropertyDescription("How long to wait until the target has everything.")
          @Default("5m")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "0s" + Durations.TO + "24h" + Durations.END,
              message =
                  "spec.plannedFailover.maxLagWait must be a duration from 0s to 24h"
                      + Durations.HOW_TO_WRITE)
          String maxLagWait,
      @JsonPropertyDescription("How long clients may finish.")
          @Default("30s")
          @Size(max = Durations.MAX_LENGTH)
          @ValidationRule(
              value = Durations.FROM + "0s" + Durations.TO + "1h" + Durations.END,
              message =
                  "spec.plannedFailover.drainTimeout must be a duration from 0s to 1h"
                      + Durations.HOW_TO_WRITE)
          String drainTimeout,
      @JsonPropertyDescription("What to do during the cooldown.") @Default("\"reject\"")
          OnCooldown onCooldown) {
    /** What holds when nothing is set. */
    public static final PlannedFailover DEFAULT =
        new PlannedFailover("5m", "30s", OnCooldown.REJECT);

    public PlannedFailover {
      maxLagWait = requireNonNullElse(maxLagWait, "5m");
      drainTimeout = requireNonNullElse(drainTimeout, "30s");
      onCooldown = requireNonNullElse(onCooldown, OnCooldown.REJECT);
    }
  }
}
