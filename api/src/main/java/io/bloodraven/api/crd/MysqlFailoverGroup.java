package io.bloodraven.api.crd;

import static java.util.Objects.requireNonNullElse;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteSpec;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A failover group as its user wants it, and as it was last seen. */
@Group(MysqlFailoverGroup.GROUP)
@Version(MysqlFailoverGroup.VERSION)
@ShortNames("mfg")
@AdditionalPrinterColumn(
    name = "Active",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.activeSite")
@AdditionalPrinterColumn(
    name = "Ready",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Epoch",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.epoch")
@AdditionalPrinterColumn(
    name = "Sites",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.healthySites")
@AdditionalPrinterColumn(
    name = "Phase",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.phase",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Lag",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.lagSeconds",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name is part of the names of Services: use lower-case letters, digits and '-'"
            + " only")
@ValidationRule(
    value = "self.spec.sites.all(s, self.metadata.name.size() + s.name.size() <= 47)",
    message =
        "metadata.name and spec.sites[].name together may have 47 characters, for they make up"
            + " names of Services: shorten one")
public final class MysqlFailoverGroup
    extends CustomResource<MysqlFailoverGroupSpec, MysqlFailoverGroupStatus> implements Namespaced {
  /** API group of all kinds. */
  public static final String GROUP = "shipstream.io";

  /** Version of all kinds. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1;

  /** Which group this is. */
  public GroupRef ref() {
    return new GroupRef(getMetadata().getNamespace(), getMetadata().getName());
  }

  /**
   * What was asked for, as far as decisions go.
   *
   * @throws IllegalArgumentException when the API server cannot have checked this resource
   */
  public GroupSpec groupSpec() {
    return new GroupSpec(
        ref(),
        requireNonNullElse(getMetadata().getGeneration(), 0L),
        spec.sites().stream().map(site -> new SiteSpec(site.name(), site.role())).toList(),
        spec.splitBrainPolicy().sitePriorities(),
        Durations.parse(spec.sidecar().leaseTimeout()),
        spec.sidecar().silence(),
        Durations.parse(spec.failoverCooldown()),
        Durations.parse(spec.maxLossWait()),
        Durations.parse(spec.cloneTimeout()));
  }
}
