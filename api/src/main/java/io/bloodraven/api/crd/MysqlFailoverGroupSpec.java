package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.bloodraven.api.crd.Policies.PlannedFailover;
import io.bloodraven.api.crd.Policies.ReplicationLimits;
import io.bloodraven.api.crd.Policies.SidecarSettings;
import io.bloodraven.api.crd.Policies.SplitBrainPolicy;
import io.bloodraven.api.crd.Policies.UpdateStrategy;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user asks for; each field says what it means in the schema. */
@ValidationRule(
    value = "has(self.credentials) != has(self.secretName)",
    message =
        "spec.credentials and spec.secretName exclude each other and one is needed: name a Secret"
            + " per user in credentials, or one Secret in secretName")
@ValidationRule(
    value = "has(self.storage) || self.sites.all(s, has(s.storage))",
    message = "spec.sites[].storage is needed: set it for each site, or spec.storage for all")
@ValidationRule(
    value = "self.splitBrainPolicy.sitePriorities.all(p, self.sites.exists(s, s.name == p))",
    message = "spec.splitBrainPolicy.sitePriorities names a site that spec.sites does not have")
public record MysqlFailoverGroupSpec(
    @JsonPropertyDescription("Image of the server; any with mysqld and a POSIX shell.")
        @Default("mysql:9.7")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches('(:[^:/]+|@.+)$') && !self.endsWith(':latest')",
            message =
                "spec.image must name a version, such as mysql:9.7: with :latest a restart could"
                    + " change the server's version")
        String image,
    @JsonPropertyDescription("Image of the sidecar; the one of this release when left out.")
        @Nullable String sidecarImage,
    @JsonPropertyDescription("The sites: one MySQL server each.")
        @Required
        @Size(min = 2, max = 16)
        @ValidationRule(
            value = "self.filter(s, s.role == 'primary-candidate').size() >= 2",
            message =
                "spec.sites: at least two sites need role primary-candidate, or there is nowhere"
                    + " to fail over to")
        List<Site> sites,
    @JsonPropertyDescription("Names of the Secrets of the five users.")
        @Nullable Credentials credentials,
    @JsonPropertyDescription("Name of one Secret with the operator's username and password.")
        @Nullable String secretName,
    @JsonPropertyDescription("The record that clients outside the cluster follow.")
        @Nullable Dns dns,
    @JsonPropertyDescription("Not active yet. Certificates of the servers.") @Nullable Tls tls,
    @JsonPropertyDescription("Volume of every site that sets none itself.")
        @Nullable Storage storage,
    @JsonPropertyDescription("Resources of every server whose site sets none itself.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Resources of the sidecars.")
        @Nullable ResourceRequirements sidecarResources,
    @JsonPropertyDescription("How often a watcher probes each server itself.")
        @Default("2s")
        @Size(max = Durations.MAX_LENGTH)
        @ValidationRule(
            value = Durations.FROM + "100ms" + Durations.TO + "5m" + Durations.END,
            message =
                "spec.pollInterval must be a duration from 100ms to 5m" + Durations.HOW_TO_WRITE)
        String pollInterval,
    @JsonPropertyDescription("Probes in a row that must fail before a site counts as unreachable.")
        @Default("3")
        @Min(1)
        @Max(100)
        Integer failureThreshold,
    @JsonPropertyDescription(
            "Probes in a row that must succeed before a site counts as well again.")
        @Default("2")
        @Min(1)
        @Max(100)
        Integer recoveryThreshold,
    @JsonPropertyDescription("Least time between automatic failovers.")
        @Default("5m")
        @Size(max = Durations.MAX_LENGTH)
        @ValidationRule(
            value = Durations.FROM + "0s" + Durations.TO + "24h" + Durations.END,
            message =
                "spec.failoverCooldown must be a duration from 0s to 24h" + Durations.HOW_TO_WRITE)
        String failoverCooldown,
    @JsonPropertyDescription(
            "Not active yet. How long a failover that would lose something known may wait for the"
                + " old site.")
        @Default("10s")
        @Size(max = Durations.MAX_LENGTH)
        @ValidationRule(
            value = Durations.FROM + "0s" + Durations.TO + "1h" + Durations.END,
            message = "spec.maxLossWait must be a duration from 0s to 1h" + Durations.HOW_TO_WRITE)
        String maxLossWait,
    @JsonPropertyDescription(
            "Not active yet. How long clients may finish before their connections are cut.")
        @Default("30s")
        @Size(max = Durations.MAX_LENGTH)
        @ValidationRule(
            value = Durations.FROM + "0s" + Durations.TO + "1h" + Durations.END,
            message =
                "spec.connectionDrainTimeout must be a duration from 0s to 1h"
                    + Durations.HOW_TO_WRITE)
        String connectionDrainTimeout,
    @JsonPropertyDescription("Which site is preferred when several are equally good.")
        @Default("{}")
        SplitBrainPolicy splitBrainPolicy,
    @JsonPropertyDescription("The write lease.") @Default("{}") SidecarSettings sidecar,
    @JsonPropertyDescription("Options of every server, by name as in my.cnf.")
        @ValidationRule(
            value = OwnedOptions.RULE,
            messageExpression = OwnedOptions.MESSAGE,
            message = "spec.mysqlConf sets an option that Bloodraven sets itself: remove it")
        @ValidationRule(
            value = OwnedOptions.LOOSE_RULE,
            messageExpression = OwnedOptions.LOOSE_MESSAGE,
            message = "spec.mysqlConf sets an option that Bloodraven sets itself: remove it")
        @ValidationRule(
            value = OwnedOptions.SPELLING_RULE,
            messageExpression = OwnedOptions.SPELLING_MESSAGE,
            message = "spec.mysqlConf has a key that is not spelled as mysqld spells options")
        @ValidationRule(
            value = OwnedOptions.TWICE_RULE,
            messageExpression = OwnedOptions.TWICE_MESSAGE,
            message = "spec.mysqlConf has two spellings of an option: remove one of them")
        Map<String, String> mysqlConf,
    @JsonPropertyDescription("How far a replica may be behind.") @Default("{}")
        ReplicationLimits replication,
    @JsonPropertyDescription(
            "How changes reach the servers. OrderedUpdate (replicas first, the primary last, one at"
                + " a time) is not active yet: a change of image, mysqlConf or anything else of the"
                + " pods restarts the servers of all sites at once, as Recreate does.")
        @Default("\"OrderedUpdate\"")
        UpdateStrategy updateStrategy,
    @JsonPropertyDescription(
            "How long one attempt to clone a site may take; a number means seconds.")
        @Default("3600s")
        @ValidationRule(
            value =
                "type(self) == int ? self >= 10 && self <= 604800 : "
                    + (Durations.FROM + "10s" + Durations.TO + "168h" + Durations.END),
            message =
                "spec.cloneTimeout must be a duration from 10s to 168h, such as 1h, or as many"
                    + " seconds (10 to 604800)")
        IntOrString cloneTimeout,
    @JsonPropertyDescription("Not active yet. Planned switchovers.") @Default("{}")
        PlannedFailover plannedFailover,
    @JsonPropertyDescription("Labels added to the pods.") Map<String, String> podLabels,
    @JsonPropertyDescription("Annotations added to the pods.") Map<String, String> podAnnotations,
    @JsonPropertyDescription("Added to the client Service of each site.")
        @Nullable ServiceTemplate serviceTemplate,
    @JsonPropertyDescription("Containers added to the pods.") List<Container> extraContainers,
    @JsonPropertyDescription("Init containers added to the pods.")
        List<Container> extraInitContainers,
    @JsonPropertyDescription("Replaces the security context of the pods.")
        @Nullable PodSecurityContext podSecurityContext,
    @JsonPropertyDescription("Replaces the security context of the server's container.")
        @Nullable SecurityContext containerSecurityContext,
    @JsonPropertyDescription("How long a server may take to stop.") @Default("60") @Min(1)
        Long terminationGracePeriodSeconds,
    @JsonPropertyDescription("Kept, not active yet.") @PreserveUnknownFields
        @Nullable Map<String, Object> backup,
    @JsonPropertyDescription("Kept, not active yet.") @PreserveUnknownFields
        @Nullable Map<String, Object> initFromBackup,
    @JsonPropertyDescription("Kept, not active yet.") @PreserveUnknownFields
        @Nullable Map<String, Object> restoreInPlace,
    @JsonPropertyDescription("Kept, not active yet.") @PreserveUnknownFields
        @Nullable Map<String, Object> dragonfly,
    @JsonPropertyDescription("Kept, not active yet.") @PreserveUnknownFields
        @Nullable Map<String, Object> encryptionAtRest) {
  public MysqlFailoverGroupSpec {
    image = requireNonNullElse(image, "mysql:9.7");
    sites = List.copyOf(requireNonNullElse(sites, List.of()));
    pollInterval = requireNonNullElse(pollInterval, "2s");
    failureThreshold = requireNonNullElse(failureThreshold, 3);
    recoveryThreshold = requireNonNullElse(recoveryThreshold, 2);
    failoverCooldown = requireNonNullElse(failoverCooldown, "5m");
    maxLossWait = requireNonNullElse(maxLossWait, "10s");
    connectionDrainTimeout = requireNonNullElse(connectionDrainTimeout, "30s");
    splitBrainPolicy = requireNonNullElse(splitBrainPolicy, new SplitBrainPolicy(List.of()));
    sidecar = requireNonNullElse(sidecar, SidecarSettings.DEFAULT);
    mysqlConf = Map.copyOf(requireNonNullElse(mysqlConf, Map.of()));
    replication = requireNonNullElse(replication, ReplicationLimits.DEFAULT);
    updateStrategy = requireNonNullElse(updateStrategy, UpdateStrategy.ORDERED_UPDATE);
    cloneTimeout = requireNonNullElse(cloneTimeout, new IntOrString("3600s"));
    plannedFailover = requireNonNullElse(plannedFailover, PlannedFailover.DEFAULT);
    podLabels = Map.copyOf(requireNonNullElse(podLabels, Map.of()));
    podAnnotations = Map.copyOf(requireNonNullElse(podAnnotations, Map.of()));
    extraContainers = List.copyOf(requireNonNullElse(extraContainers, List.of()));
    extraInitContainers = List.copyOf(requireNonNullElse(extraInitContainers, List.of()));
    terminationGracePeriodSeconds = requireNonNullElse(terminationGracePeriodSeconds, 60L);
  }
}
