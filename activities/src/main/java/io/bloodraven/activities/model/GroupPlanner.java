package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.bloodraven.activities.model.GroupPlan.DnsPlan;
import io.bloodraven.activities.model.SitePlan.PodExtras;
import io.bloodraven.activities.model.SitePlan.ServiceExtras;
import io.bloodraven.activities.model.SitePlan.Storage;
import io.bloodraven.api.crd.Credentials;
import io.bloodraven.api.crd.Durations;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupSpec;
import io.bloodraven.api.crd.ServiceTemplate;
import io.bloodraven.api.crd.Site;
import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.api.group.SiteRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the resource that a user wrote to what is to be built: a site's settings win over the
 * group's.
 */
public final class GroupPlanner {
  private final String sidecarImage;

  /**
   * A planner.
   *
   * @param sidecarImage of this release, for groups that name none
   */
  public GroupPlanner(String sidecarImage) {
    this.sidecarImage = requireNonNull(sidecarImage, "sidecarImage");
  }

  /**
   * The plan.
   *
   * @param privileges whether the group's namespace takes pods that ask for capabilities
   * @throws IllegalArgumentException for what the schema cannot refuse; names the field
   */
  public GroupPlan plan(MysqlFailoverGroup group, NamespacePrivileges privileges) {
    MysqlFailoverGroupSpec spec = group.getSpec();
    Ownership owner = owner(group);
    ServerIds serverIds =
        ServerIds.assign(
            group.ref(), annotation(group), spec.sites().stream().map(Site::name).toList());
    return new GroupPlan(
        owner,
        spec.sites().stream().map(site -> site(owner, serverIds, spec, site, privileges)).toList(),
        serverIds,
        electorate(spec),
        dns(spec),
        taintedNodes(spec));
  }

  /** As far as sending clients somewhere goes: that needs no annotation, and no sites. */
  public GroupPlan routing(MysqlFailoverGroup group) {
    MysqlFailoverGroupSpec spec = group.getSpec();
    return new GroupPlan(
        owner(group), List.of(), ServerIds.none(), electorate(spec), dns(spec), taintedNodes(spec));
  }

  private static Ownership owner(MysqlFailoverGroup group) {
    return new Ownership(
        group.ref(), group.getApiVersion(), group.getKind(), group.getMetadata().getUid());
  }

  private SitePlan site(
      Ownership owner,
      ServerIds serverIds,
      MysqlFailoverGroupSpec spec,
      Site site,
      NamespacePrivileges privileges) {
    return new SitePlan(
        owner,
        site.name(),
        serverIds.of(site.name()),
        spec.image(),
        requireNonNullElse(spec.sidecarImage(), sidecarImage),
        site.zone(),
        operatorSecret(spec),
        ServerConfiguration.overlaid(spec.mysqlConf(), site.mysqlConf()),
        storage(spec, site),
        site.resources() == null ? spec.resources() : site.resources(),
        spec.sidecarResources(),
        Durations.parse(spec.sidecar().leaseTimeout()),
        Durations.parse(spec.sidecar().peerCheckInterval()),
        Durations.parse(spec.sidecar().stallTimeout()),
        Durations.parse(spec.sidecar().electorateGrace()),
        spec.sidecar().networkGuard(),
        mayAdministerNetwork(spec.sidecar().networkGuard(), privileges),
        new PodExtras(
            spec.podLabels(),
            spec.podAnnotations(),
            spec.extraContainers(),
            spec.extraInitContainers(),
            spec.podSecurityContext(),
            spec.containerSecurityContext(),
            spec.terminationGracePeriodSeconds()),
        service(spec.serviceTemplate(), site.serviceTemplate()));
  }

  private static boolean mayAdministerNetwork(NetworkGuard guard, NamespacePrivileges privileges) {
    return switch (guard) {
      case ON -> true;
      case AUTO -> privileges == NamespacePrivileges.GRANTED;
      case OFF -> false;
    };
  }

  private static String annotation(MysqlFailoverGroup group) {
    Map<String, String> annotations =
        requireNonNullElse(group.getMetadata().getAnnotations(), Map.of());
    return annotations.getOrDefault(ServerIds.ANNOTATION, "");
  }

  private static List<String> electorate(MysqlFailoverGroupSpec spec) {
    return spec.sites().stream()
        .filter(site -> site.role() == SiteRole.PRIMARY_CANDIDATE)
        .map(Site::name)
        .toList();
  }

  private static String operatorSecret(MysqlFailoverGroupSpec spec) {
    Credentials credentials = spec.credentials();
    String secret = credentials == null ? spec.secretName() : credentials.operatorSecret();
    if (secret == null) {
      throw new IllegalArgumentException("spec.credentials or spec.secretName must name a Secret");
    }
    return secret;
  }

  private static Storage storage(MysqlFailoverGroupSpec spec, Site site) {
    io.bloodraven.api.crd.Storage storage =
        site.storage() == null ? spec.storage() : site.storage();
    if (storage == null) {
      throw new IllegalArgumentException(
          "spec.sites[].storage of site %s, or spec.storage, must be set".formatted(site.name()));
    }
    return new Storage(storage.storageClassName(), storage.size().toString());
  }

  private static ServiceExtras service(
      @Nullable ServiceTemplate ofGroup, @Nullable ServiceTemplate ofSite) {
    ServiceTemplate none = new ServiceTemplate(null, Map.of(), Map.of());
    ServiceTemplate base = requireNonNullElse(ofGroup, none);
    ServiceTemplate over = requireNonNullElse(ofSite, none);
    Map<String, String> labels = new HashMap<>(base.labels());
    labels.putAll(over.labels());
    Map<String, String> annotations = new HashMap<>(base.annotations());
    annotations.putAll(over.annotations());
    return new ServiceExtras(labels, annotations, over.type() == null ? base.type() : over.type());
  }

  private static @Nullable DnsPlan dns(MysqlFailoverGroupSpec spec) {
    if (spec.dns() == null) {
      return null;
    }
    Map<String, String> addresses = new HashMap<>();
    spec.sites()
        .forEach(site -> {
          if (site.lbIP() != null && site.role() != SiteRole.READ_ONLY) {
            addresses.put(site.name(), site.lbIP());
          }
        });
    return new DnsPlan(spec.dns().hostname(), spec.dns().ttl(), addresses);
  }

  private static Map<String, Map<String, String>> taintedNodes(MysqlFailoverGroupSpec spec) {
    Map<String, Map<String, String>> selectors = new HashMap<>();
    spec.sites().stream()
        .filter(site -> site.role() != SiteRole.READ_ONLY)
        .filter(site -> !site.taintNodeSelector().isEmpty())
        .forEach(site -> selectors.put(site.name(), site.taintNodeSelector()));
    return selectors;
  }
}
