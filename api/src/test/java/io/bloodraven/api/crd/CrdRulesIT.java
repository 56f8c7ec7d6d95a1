package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server itself refuses what cannot be honoured, and says which field and what to do. */
class CrdRulesIT {
  @AutoClose private static final ApiServer SERVER = ApiServer.startWithCrds();
  @AutoClose private static final KubernetesClient CLIENT = SERVER.client();

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "image without version",
            least().set("image", "mysql:latest"),
            List.of("spec.image", "must name a version, such as mysql:9.7")),
        arguments(
            "image without tag",
            least().set("image", "registry:5000/mysql"),
            List.of("spec.image", "must name a version")),
        arguments(
            "one site",
            least().keepSites(1),
            List.of("spec.sites", "should have at least 2 items")),
        arguments("seventeen sites", seventeenSites(), List.of("spec.sites", "at most 16 items")),
        arguments(
            "one candidate",
            least().setSite(1, "role", "dr-only"),
            List.of("spec.sites", "at least two sites need role primary-candidate")),
        arguments(
            "unknown role",
            least().setSite(1, "role", "boss"),
            List.of("spec.sites[1].role", "primary-candidate")),
        arguments(
            "two sites of one name",
            least().setSite(1, "name", "iad"),
            List.of("spec.sites[1]", "Duplicate value", "iad")),
        arguments(
            "name of a site that is no DNS label",
            least().setSite(1, "name", "Portland_1"),
            List.of("spec.sites[1].name", "use lower-case letters, digits and '-' only")),
        arguments(
            "name of a group that is no DNS label",
            least().name("my.group"),
            List.of("metadata.name", "lower-case letters, digits and '-'")),
        arguments(
            "names too long for a Service",
            least()
                .name("a-group-with-quite-a-long-name")
                .setSite(0, "name", "a-site-with-one-too"),
            List.of("metadata.name", "spec.sites[].name", "shorten one")),
        arguments(
            "candidate without nodes to taint",
            least().setSite(0, "taintNodeSelector", null),
            List.of("spec.sites[].taintNodeSelector is needed unless", "give the labels")),
        arguments(
            "candidate with an empty selector",
            least().setSite(0, "taintNodeSelector", Map.of()),
            List.of("spec.sites[].taintNodeSelector is needed unless")),
        arguments(
            "candidate without address",
            least().setSite(0, "lbIP", null),
            List.of("spec.sites[].lbIP is needed unless", "give the address")),
        arguments(
            "address that is none",
            least().setSite(0, "lbIP", "192.0.2.300"),
            List.of("spec.sites[0].lbIP", "must be an IPv4 or IPv6 address")),
        arguments(
            "network guard that is none of the three",
            least().set("sidecar", Map.of("networkGuard", "maybe")),
            List.of("spec.sidecar.networkGuard", "\"auto\"", "\"on\"", "\"off\"")),
        arguments(
            "network guard that YAML takes for a boolean",
            least().set("sidecar", Map.of("networkGuard", true)),
            List.of("spec.sidecar.networkGuard", "must be of type string")),
        arguments(
            "neither credentials nor secretName",
            least().set("credentials", null),
            List.of("spec.credentials and spec.secretName", "one is needed")),
        arguments(
            "both credentials and secretName",
            least().set("secretName", "main"),
            List.of("spec.credentials and spec.secretName exclude each other")),
        arguments(
            "credentials without the operator's",
            least().set("credentials", Map.of("appSecret", "app")),
            List.of("spec.credentials.operatorSecret", "Required")),
        arguments(
            "site without storage",
            least().setSite(0, "storage", null),
            List.of("spec.sites[].storage is needed", "or spec.storage for all")),
        arguments(
            "size that is none",
            least().setSite(0, "storage", Map.of("size", "ten")),
            List.of("spec.sites[0].storage.size", "such as 10Gi")),
        arguments(
            "size of nothing",
            least().setSite(0, "storage", Map.of("size", "0")),
            List.of("spec.sites[0].storage.size", "greater than zero")),
        arguments(
            "size of nothing, as a number",
            least().setSite(0, "storage", Map.of("size", 0)),
            List.of("spec.sites[0].storage.size", "greater than zero")),
        arguments(
            "size of nothing, for all sites",
            least().set("storage", Map.of("size", "0Gi")),
            List.of("spec.storage.size", "greater than zero")),
        arguments(
            "unknown type of Service",
            least().set("serviceTemplate", Map.of("type", "ExternalName")),
            List.of("spec.serviceTemplate.type", "ClusterIP, NodePort or LoadBalancer")),
        arguments(
            "unknown type of a site's Service",
            least().setSite(1, "serviceTemplate", Map.of("type", "clusterip")),
            List.of("spec.sites[1].serviceTemplate.type", "ClusterIP, NodePort or LoadBalancer")),
        arguments(
            "option with a value that is too long",
            least().set("mysqlConf", Map.of("init_connect", "x".repeat(1025))),
            List.of("spec.mysqlConf.init_connect", "1024")),
        arguments(
            "option of a site with a value that is too long",
            least().setSite(0, "mysqlConf", Map.of("init_connect", "x".repeat(1025))),
            List.of("spec.sites[0].mysqlConf.init_connect", "1024")),
        arguments(
            "lease shorter than three peer checks",
            least().set("sidecar", Map.of("leaseTimeout", "6s", "peerCheckInterval", "2100ms")),
            List.of(
                "spec.sidecar.leaseTimeout must be at least three times", "raise leaseTimeout")),
        arguments(
            "silence within one peer check",
            least().set("sidecar", Map.of("silenceThreshold", "1s")),
            List.of("spec.sidecar.silenceThreshold must be at least twice")),
        arguments(
            "stall that is found later than silence",
            least().set("sidecar", Map.of("leaseTimeout", "6s", "stallTimeout", "6001ms")),
            List.of(
                "spec.sidecar.stallTimeout must not be longer than spec.sidecar.leaseTimeout",
                "lower stallTimeout or raise leaseTimeout")),
        arguments(
            "electorate that is without a peer before the lease is over",
            least().set("sidecar", Map.of("leaseTimeout", "20s", "electorateGrace", "19s")),
            List.of(
                "spec.sidecar.electorateGrace must not be shorter than spec.sidecar.leaseTimeout",
                "raise electorateGrace or lower leaseTimeout")),
        arguments(
            "duration that is longer than it must be to say it",
            least().set("failoverCooldown", "0".repeat(32) + "s"),
            List.of("spec.failoverCooldown", "32")),
        arguments(
            "clone in no time, in seconds",
            least().set("cloneTimeout", 0),
            List.of("spec.cloneTimeout must be a duration from 10s", "(10 to 604800)")),
        arguments(
            "clone that takes more than a week, in seconds",
            least().set("cloneTimeout", 604_801),
            List.of("spec.cloneTimeout must be a duration", "to 168h")),
        arguments(
            "threshold of zero",
            least().set("failureThreshold", 0),
            List.of("spec.failureThreshold", "greater than or equal to 1")),
        arguments(
            "threshold that is never reached",
            least().set("failureThreshold", 101),
            List.of("spec.failureThreshold", "less than or equal to 100")),
        arguments(
            "recovery without a probe",
            least().set("recoveryThreshold", 0),
            List.of("spec.recoveryThreshold", "greater than or equal to 1")),
        arguments(
            "recovery that never comes",
            least().set("recoveryThreshold", 101),
            List.of("spec.recoveryThreshold", "less than or equal to 100")),
        arguments(
            "replicas that may not be behind at all",
            least().set("replication", Map.of("maxLagSeconds", 0)),
            List.of("spec.replication.maxLagSeconds", "greater than or equal to 1")),
        arguments(
            "read-only sites that may not be behind at all",
            least().set("replication", Map.of("readOnlyMaxLagSeconds", 0)),
            List.of("spec.replication.readOnlyMaxLagSeconds", "greater than or equal to 1")),
        arguments(
            "server that may not take time to stop",
            least().set("terminationGracePeriodSeconds", 0),
            List.of("spec.terminationGracePeriodSeconds", "greater than or equal to 1")),
        arguments(
            "planned switchover that does something else during the cooldown",
            least().set("plannedFailover", Map.of("onCooldown", "ignore")),
            List.of("spec.plannedFailover.onCooldown", "\"reject\"", "\"defer\"")),
        arguments(
            "record that may not be kept",
            least().set("dns", Map.of("hostname", "db.example.com", "ttl", 0)),
            List.of("spec.dns.ttl", "greater than or equal to 1")),
        arguments(
            "record of a name that is none",
            least().set("dns", Map.of("hostname", "db_-.example.com")),
            List.of("spec.dns.hostname", "such as db.example.com")),
        arguments(
            "record without name",
            least().set("dns", Map.of("ttl", 5)),
            List.of("spec.dns.hostname", "Required")),
        arguments(
            "priority for a site that is not there",
            least().set("splitBrainPolicy", Map.of("sitePriorities", List.of("sfo"))),
            List.of("spec.splitBrainPolicy.sitePriorities names a site")),
        arguments(
            "unknown update strategy",
            least().set("updateStrategy", "Hope"),
            List.of("spec.updateStrategy", "OrderedUpdate")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String rule, TestingManifest manifest, List<String> words) {
    assertThat(refusal(manifest)).as(rule).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "pollInterval, 99ms, 300001ms, from 100ms to 5m",
    "failoverCooldown, -1s, 24h1ms, from 0s to 24h",
    "maxLossWait, -1s, 61m, from 0s to 1h",
    "connectionDrainTimeout, -1s, 61m, from 0s to 1h",
    "cloneTimeout, 9s, 169h, from 10s to 168h",
    "sidecar.leaseTimeout, 2.9s, 5m1s, from 3s to 5m",
    "sidecar.peerCheckInterval, 199ms, 101s, from 200ms to 100s",
    "sidecar.silenceThreshold, 399ms, 601s, from 400ms to 10m",
    "sidecar.stallTimeout, 900ms, 5m1s, from 1s to 5m",
    "sidecar.electorateGrace, 2.9s, 24h1s, from 3s to 24h",
    "plannedFailover.maxLagWait, -1s, 25h, from 0s to 24h",
    "plannedFailover.drainTimeout, -1s, 61m, from 0s to 1h"
  })
  void boundsEveryDuration(String field, String tooShort, String tooLong, String bounds) {
    String message = "spec." + field + " must be a duration " + bounds;

    // of the last but one the API server cannot tell how long it is
    for (String value : List.of("", "soon", "5", tooShort, tooLong, "3000000h", "1h ")) {
      assertThat(refusal(with(field, value))).as(value).contains("spec." + field + ": ", message);
    }
  }

  @Test
  void acceptsTheShortestAndTheLongestDurations() {
    create(
        least()
            .set("pollInterval", "100ms")
            .set("failoverCooldown", "0s")
            .set("maxLossWait", "0s")
            .set("connectionDrainTimeout", "0s")
            .set("cloneTimeout", 10)
            .set("plannedFailover", Map.of("maxLagWait", "0s", "drainTimeout", "0s"))
            .set(
                "sidecar",
                Map.of(
                    "leaseTimeout", "3s",
                    "peerCheckInterval", "200ms",
                    "silenceThreshold", "400ms",
                    "stallTimeout", "1s",
                    "electorateGrace", "3s")));
    create(
        least()
            .set("pollInterval", "5m")
            .set("failoverCooldown", "24h")
            .set("maxLossWait", "1h")
            .set("connectionDrainTimeout", "60m0.0000000001s")
            .set("cloneTimeout", "168h")
            .set("plannedFailover", Map.of("maxLagWait", "24h", "drainTimeout", "1h"))
            .set(
                "sidecar",
                Map.of(
                    "leaseTimeout", "5m",
                    "peerCheckInterval", "100s",
                    "silenceThreshold", "10m",
                    "stallTimeout", "5m",
                    "electorateGrace", "24h")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gtid_mode",
        "gtid-mode",
        "enforce_gtid_consistency",
        "log_bin",
        "skip-log-bin",
        "disable_log_bin",
        "log_replica_updates",
        "skip_replica_start",
        "super_read_only",
        "read-only",
        "relay_log_recovery",
        "sync_relay_log",
        "server_id",
        "clone",
        "plugin-load",
        "loose_gtid_mode",
        "loose-skip-log-bin",
        "loose_partial_revokes",
        "skip-super-read-only",
        "disable_performance_schema",
        "event_scheduler",
        "event-scheduler",
        "partial_revokes",
        "partial-revokes",
        "performance_schema",
        "mysqlx"
      })
  void refusesOptionsThatBloodravenSets(String option) {
    String message = "mysqlConf sets " + option + ", which Bloodraven sets itself: remove it";

    assertThat(refusal(least().set("mysqlConf", Map.of("max_connections", "10", option, "x"))))
        .contains("spec.mysqlConf", message);
    assertThat(refusal(least().setSite(1, "mysqlConf", Map.of(option, "x"))))
        .contains("spec.sites[1].mysqlConf", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GTID_MODE",
        "Gtid-Mode",
        "enforce-gtid_consistency",
        "LOOSE_gtid_mode",
        "log_bin ",
        "max\u00a0connections",
        "a_name_of_sixty_five_letters_is_longer_than_that_of_any_option_at"
      })
  void refusesSpellingsThatMysqldDoesNotKnow(String option) {
    String message = "mysqlConf: " + option + " is not spelled as mysqld spells options";

    assertThat(refusal(least().set("mysqlConf", Map.of("max_connections", "10", option, "x"))))
        .contains("spec.mysqlConf", message, "write it in lower-case letters and digits");
    assertThat(refusal(least().setSite(1, "mysqlConf", Map.of(option, "x"))))
        .contains("spec.sites[1].mysqlConf", message);
  }

  @Test
  void refusesTwoSpellingsOfOneOption() {
    Map<String, String> twice =
        Map.of("max-connections", "10", "max_connections", "20", "sync_binlog", "1");

    assertThat(refusal(least().set("mysqlConf", twice)))
        .contains("spec.mysqlConf", "mysqlConf has two spellings of max", "remove one of them");
    assertThat(refusal(least().setSite(0, "mysqlConf", twice)))
        .contains("spec.sites[0].mysqlConf", "mysqlConf has two spellings of max");
    // a site's own word over that of the group
    create(
        least()
            .set("mysqlConf", Map.of("max-connections", "10"))
            .setSite(0, "mysqlConf", Map.of("max_connections", "20")));
  }

  @Test
  void acceptsAsManyOptionsAsMayBe() {
    create(least().set("mysqlConf", options(64)).setSite(0, "mysqlConf", options(16)));

    assertThat(refusal(least().set("mysqlConf", options(65)))).contains("spec.mysqlConf", "64");
  }

  /** As many options, with names as long as they come. */
  private static Map<String, String> options(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> "performance_schema_an_instrument_with_a_long_name_%03d".formatted(i),
                i -> "1"));
  }

  @Test
  void acceptsOptionsOfTheUser() {
    create(
        least()
            .set(
                "mysqlConf",
                Map.of(
                    "max_connections", "500",
                    "innodb-buffer-pool-size", "64M",
                    "sync_binlog", "1",
                    "clone_buffer_size", "4M",
                    // what these are anyway
                    "mysqlx", "OFF",
                    "performance_schema", "ON",
                    "partial_revokes", "ON",
                    "loose_validate_password.length", "12")));
  }

  @Test
  void fillsInDefaults() {
    Map<String, Object> spec = create(least()).get("spec");

    assertThat(spec)
        .containsEntry("image", "mysql:9.7")
        .containsEntry("pollInterval", "2s")
        .containsEntry("failureThreshold", 3)
        .containsEntry("recoveryThreshold", 2)
        .containsEntry("failoverCooldown", "5m")
        .containsEntry("maxLossWait", "10s")
        .containsEntry("connectionDrainTimeout", "30s")
        .containsEntry("updateStrategy", "OrderedUpdate")
        .containsEntry("cloneTimeout", "3600s")
        .containsEntry("terminationGracePeriodSeconds", 60)
        .containsEntry(
            "sidecar",
            Map.of(
                "leaseTimeout", "6s",
                "peerCheckInterval", "1s",
                "stallTimeout", "2s",
                "electorateGrace", "5m",
                "networkGuard", "auto"))
        .containsEntry("splitBrainPolicy", Map.of("sitePriorities", List.of()))
        .containsEntry("replication", Map.of("maxLagSeconds", 300, "readOnlyMaxLagSeconds", 300))
        .containsEntry(
            "plannedFailover",
            Map.of("maxLagWait", "5m", "drainTimeout", "30s", "onCooldown", "reject"));
    assertThat(spec.get("sites")).asString().contains("role=primary-candidate");
    assertThat(create(with("dns.hostname", "db.example.com")).<Integer>get("spec", "dns", "ttl"))
        .isEqualTo(60);
  }

  @Test
  void theModelHasTheSameDefaults() {
    MysqlFailoverGroup filledIn =
        Serialization.unmarshal(Serialization.asJson(create(least())), MysqlFailoverGroup.class);

    assertThat(least().typed().getSpec()).isEqualTo(filledIn.getSpec());
  }

  @Test
  void keepsFieldsOfLaterWork() {
    Map<String, Object> backup =
        Map.of("schedule", "0 3 * * *", "keep", 7, "s3", Map.of("buckets", List.of("a")));
    GenericKubernetesResource created =
        create(
            least()
                .set("backup", backup)
                .set("initFromBackup", backup)
                .set("restoreInPlace", backup)
                .set("dragonfly", backup)
                .set("encryptionAtRest", backup));

    for (String field :
        List.of("backup", "initFromBackup", "restoreInPlace", "dragonfly", "encryptionAtRest")) {
      assertThat(created.<Map<String, Object>>get("spec", field)).as(field).isEqualTo(backup);
    }
  }

  @Test
  void acceptsWhatExistingManifestsCarry() {
    create(
        least()
            .set("credentials", null)
            .set("secretName", "main")
            .set("cloneTimeout", 3600)
            .set("failoverCooldown", "5m0s")
            .set(
                "sidecar",
                Map.of(
                    "leaseTimeout", "20s",
                    "peerCheckInterval", "5s",
                    "bloodravenAddress", "bloodraven.example:8080")));
  }

  @Test
  void acceptsStallTimeoutsUpToTheLease() {
    create(least().set("sidecar", Map.of("leaseTimeout", "6s", "stallTimeout", "6s")));
  }

  @Test
  void readOnlySitesNeedNeitherTaintsNorAddress() {
    create(least().addSite("sfo"));
  }

  @Test
  void keepsContainersAsTheyAreWritten() {
    Map<String, Object> container =
        Map.of("name", "exporter", "image", "exporter:1", "env", List.of(Map.of("name", "A")));

    assertThat(
            create(least().set("extraContainers", List.of(container)))
                .<List<Map<String, Object>>>get("spec", "extraContainers"))
        .containsExactly(container);
  }

  private static TestingManifest least() {
    return new TestingManifest();
  }

  /** Sets a field of the spec, or one of an object of it: {@code sidecar.leaseTimeout}. */
  private static TestingManifest with(String path, Object value) {
    int dot = path.indexOf('.');
    return dot < 0
        ? least().set(path, value)
        : least().set(path.substring(0, dot), Map.of(path.substring(dot + 1), value));
  }

  private static TestingManifest seventeenSites() {
    TestingManifest manifest = least();
    for (int i = 3; i <= 17; i++) {
      manifest.addSite("site" + i);
    }
    return manifest;
  }

  private static GenericKubernetesResource create(TestingManifest manifest) {
    return CLIENT.resource(manifest.resource()).dryRun().create();
  }

  private static String refusal(TestingManifest manifest) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> create(manifest));
    assertThat(refusal).as("the manifest must be refused").isNotNull();
    assertThat(refusal.getCode()).isEqualTo(422);
    return String.valueOf(refusal.getMessage());
  }
}
