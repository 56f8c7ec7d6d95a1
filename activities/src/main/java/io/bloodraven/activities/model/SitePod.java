package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupLabels;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A site's pod: the server and its sidecar, in one process namespace, so that the sidecar can see
 * and end the server. Never two at a time (Recreate): they share a volume.
 */
final class SitePod {
  /** Name of the annotation that rolls the pod when its configuration changes. */
  static final String CHECKSUM = "bloodraven.shipstream.io/config-checksum";

  static final String DATA = "data";
  static final String CONFIG = "config";
  static final String OPERATOR = "operator";
  static final String CONTROL = "control";
  static final String IDENTITY = "identity";
  static final String MEMORY = "memory";
  static final String MYSQL_TMP = "mysql-tmp";
  static final String SIDECAR_TMP = "sidecar-tmp";

  /** The user {@code mysql} of the official image, and everybody's here. */
  private static final long MYSQL_USER = 999;

  private static final int READABLE_BY_GROUP = 0440;

  private SitePod() {}

  static Deployment deployment(SitePlan plan) {
    return new DeploymentBuilder()
        .withMetadata(plan.owner().ofSite(plan.objectName(), plan.site()))
        .withNewSpec()
        .withReplicas(1)
        .withRevisionHistoryLimit(2)
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(GroupLabels.ofSite(plan.group(), plan.site()))
        .endSelector()
        .withTemplate(template(plan))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec template(SitePlan plan) {
    Map<String, String> labels = new TreeMap<>(plan.pod().labels());
    labels.putAll(GroupLabels.onSite(plan.group(), plan.site()));
    Map<String, String> annotations = new TreeMap<>(plan.pod().annotations());
    annotations.put(CHECKSUM, SiteConfig.checksum(plan));
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(SidecarAccess.accountName(plan.group()))
        // only the sidecar gets a token, by a volume of its own
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withShareProcessNamespace(true)
        .withTerminationGracePeriodSeconds(plan.pod().terminationGraceSeconds())
        .withNodeSelector(
            plan.zone() == null ? null : Map.of("topology.kubernetes.io/zone", plan.zone()))
        .withTolerations(tolerations(plan))
        .withSecurityContext(security(plan))
        .withInitContainers(plan.pod().initContainers())
        .withContainers(
            Stream.concat(
                    Stream.of(MysqlContainer.of(plan), SidecarContainer.of(plan)),
                    plan.pod().containers().stream())
                .toList())
        .withVolumes(volumes(plan))
        .endSpec()
        .build();
  }

  /** A database stays with its data: nothing evicts it from a node that is merely in trouble. */
  private static List<Toleration> tolerations(SitePlan plan) {
    return Stream.of(
            WriteTaint.key(plan.group()),
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable")
        .map(key ->
            new TolerationBuilder()
                .withKey(key)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .build())
        .toList();
  }

  private static PodSecurityContext security(SitePlan plan) {
    if (plan.pod().podSecurity() != null) {
      return plan.pod().podSecurity();
    }
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(MYSQL_USER)
        .withRunAsGroup(MYSQL_USER)
        .withFsGroup(MYSQL_USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static List<Volume> volumes(SitePlan plan) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName(DATA)
            .withNewPersistentVolumeClaim()
            .withClaimName(plan.claimName())
            .endPersistentVolumeClaim()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName(CONFIG)
            .withNewConfigMap()
            .withName(plan.configName())
            .endConfigMap()
            .build());
    volumes.add(secret(OPERATOR, plan.operatorSecret()));
    volumes.add(secret(CONTROL, plan.group().controlSecretName()));
    volumes.add(SidecarContainer.identity());
    volumes.add(
        new VolumeBuilder()
            .withName(MEMORY)
            .withEmptyDir(new EmptyDirVolumeSource("Memory", new Quantity("1Mi")))
            .build());
    volumes.add(scratch(MYSQL_TMP));
    volumes.add(scratch(SIDECAR_TMP));
    return volumes;
  }

  private static Volume secret(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(READABLE_BY_GROUP)
        .endSecret()
        .build();
  }

  private static Volume scratch(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }
}
