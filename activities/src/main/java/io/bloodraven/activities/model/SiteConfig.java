package io.bloodraven.activities.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files that a site's server starts with. */
final class SiteConfig {
  private SiteConfig() {}

  static ConfigMap configMap(SitePlan plan) {
    return new ConfigMapBuilder()
        .withMetadata(plan.owner().ofSite(plan.configName(), plan.site()))
        .withData(files(plan))
        .build();
  }

  /** Changes whenever a file does, so that the pod is made anew. */
  static String checksum(SitePlan plan) {
    MessageDigest digest = sha256();
    files(plan)
        .forEach((name, content) -> {
          digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
          digest.update((content + "\0").getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static Map<String, String> files(SitePlan plan) {
    return new TreeMap<>(
        Map.of(
            "my.cnf",
            ServerConfiguration.text(
                plan.serverId(), plan.group().internalHost(plan.site()), plan.mysqlConf()),
            "start.sh",
            StartScript.text()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
