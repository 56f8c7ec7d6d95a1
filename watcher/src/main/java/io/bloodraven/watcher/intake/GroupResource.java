package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNullElse;

import io.bloodraven.api.crd.Credentials;
import io.bloodraven.api.crd.Durations;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupSpec;
import io.bloodraven.api.crd.MysqlFailoverGroupStatus;
import io.bloodraven.api.crd.MysqlFailoverGroupStatus.SiteStatus;
import io.bloodraven.api.crd.Policies.ReplicationLimits;
import io.bloodraven.api.crd.Site;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.watcher.intake.GroupManifest.DecidedFacts;
import io.bloodraven.watcher.intake.GroupManifest.SiteEntry;
import io.bloodraven.watcher.tracking.TrackingSettings;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a group's resource as far as a watcher needs it. */
final class GroupResource {
  private static final Set<String> ALARMING = Set.of("Degraded", "RecoveryPending");
  private static final MysqlFailoverGroupStatus NOTHING_DECIDED =
      new MysqlFailoverGroupStatus(
          null, null, null, null, null, List.of(), null, null, List.of(), List.of(), null, null,
          null, List.of(), null, null);

  private GroupResource() {}

  static GroupManifest read(MysqlFailoverGroup resource) {
    ObjectMeta metadata = resource.getMetadata();
    MysqlFailoverGroupSpec spec = resource.getSpec();
    MysqlFailoverGroupStatus status = requireNonNullElse(resource.getStatus(), NOTHING_DECIDED);
    Credentials credentials = spec.credentials();
    return new GroupManifest(
        new GroupRef(metadata.getNamespace(), metadata.getName()),
        metadata.getGeneration(),
        requireNonNullElse(status.observedGeneration(), 0L),
        metadata.getDeletionTimestamp() != null,
        sites(spec, status),
        new TrackingSettings(
            spec.sidecar().silence(),
            spec.failureThreshold(),
            spec.recoveryThreshold(),
            lagLimits(spec)),
        Durations.parse(spec.pollInterval()),
        credentials == null ? "" : text(credentials.monitorSecret()),
        new DecidedFacts(
            requireNonNullElse(status.epoch(), 0L),
            text(status.lastFailover()),
            text(status.lastFailoverTarget()),
            text(status.updatePhase()),
            alert(status)));
  }

  /** The active site too if the manifest has lost it: somebody must notice when it dies. */
  private static List<SiteEntry> sites(
      MysqlFailoverGroupSpec spec, MysqlFailoverGroupStatus status) {
    List<SiteEntry> entries = new ArrayList<>();
    spec.sites().forEach(site -> entries.add(entry(status, site.name(), site.role())));
    String active = text(status.activeSite());
    if (!active.isEmpty() && entries.stream().noneMatch(entry -> entry.name().equals(active))) {
      entries.add(entry(status, active, SiteRole.PRIMARY_CANDIDATE));
    }
    return entries;
  }

  private static SiteEntry entry(MysqlFailoverGroupStatus status, String site, SiteRole role) {
    return new SiteEntry(site, role, recoveryState(status, site));
  }

  private static Map<String, Long> lagLimits(MysqlFailoverGroupSpec spec) {
    ReplicationLimits limits = spec.replication();
    return spec.sites().stream()
        .collect(
            Collectors.toMap(
                Site::name,
                site ->
                    site.role() == SiteRole.READ_ONLY
                        ? limits.readOnlyMaxLagSeconds()
                        : limits.maxLagSeconds()));
  }

  private static String recoveryState(MysqlFailoverGroupStatus status, String site) {
    return status.sites().stream()
        .filter(entry -> entry.name().equals(site))
        .map(SiteStatus::recoveryState)
        .map(GroupResource::text)
        .findFirst()
        .orElse("");
  }

  private static String alert(MysqlFailoverGroupStatus status) {
    return status.conditions().stream()
        .filter(c -> ALARMING.contains(c.getType()) && c.getStatus().equals("True"))
        .map(Condition::getMessage)
        .map(GroupResource::text)
        .findFirst()
        .orElse("");
  }

  private static String text(@Nullable String value) {
    return requireNonNullElse(value, "");
  }
}
