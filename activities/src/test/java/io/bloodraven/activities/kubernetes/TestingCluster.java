package io.bloodraven.activities.kubernetes;

import io.bloodraven.activities.model.GroupPlanner;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.Checkout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real API server for all tests of this JVM; every group gets a namespace of its own. */
final class TestingCluster {
  static final ApiServer SERVER = start();
  static final KubernetesClient CLIENT = SERVER.client();
  static final GroupPlanner PLANNER = new GroupPlanner("bloodraven/sidecar:test");

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private TestingCluster() {}

  private static ApiServer start() {
    ApiServer server = ApiServer.startWithCrds();
    try {
      server.installCrds(onlyDnsEndpoint());
      return server;
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Path onlyDnsEndpoint() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "crds");
    Path source = Checkout.root().resolve("playground/manifests/dnsendpoint-crd.yaml");
    Files.copy(source, folder.resolve("dnsendpoint.yaml"));
    return folder;
  }

  /** A new group {@code main} with sites iad and pdx and its operator, as its user applied it. */
  static GroupRef newGroup() {
    return newGroup("main");
  }

  /** The same by another name. */
  static GroupRef newGroup(String name) {
    GroupRef group = new GroupRef("test-" + NAMESPACES.incrementAndGet(), name);
    CLIENT
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(group.namespace())
                .endMetadata()
                .build())
        .create();
    secret(group, "main-operator", Map.of("username", "operator", "password", "secret"));
    apply(
        group,
        """
        - {name: iad, taintNodeSelector: {site: %1$s-iad}, lbIP: 192.0.2.1}
        - {name: pdx, taintNodeSelector: {site: %1$s-pdx}, lbIP: 192.0.2.2}
        """
            .formatted(group.namespace()));
    return group;
  }

  /** The user applies the group with these sites. */
  static void apply(GroupRef group, String sites) {
    MysqlFailoverGroup resource =
        Serialization.unmarshal(
            """
            apiVersion: shipstream.io/v1alpha1
            kind: MysqlFailoverGroup
            metadata: {name: %s, namespace: %s}
            spec:
              credentials: {operatorSecret: main-operator, appSecret: main-app}
              dns: {hostname: db.example.com}
              storage: {size: 1Gi}
              sites:
            %s
            """
                .formatted(group.name(), group.namespace(), sites.indent(2)),
            MysqlFailoverGroup.class);
    CLIENT.resource(resource).fieldManager("user").forceConflicts().serverSideApply();
  }

  /** Creates or replaces a Secret. */
  static void secret(GroupRef group, String name, Map<String, String> content) {
    CLIENT
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(group.namespace())
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .createOr(existing -> existing.update());
  }

  static MysqlFailoverGroup resource(GroupRef group) {
    return CLIENT
        .resources(MysqlFailoverGroup.class)
        .inNamespace(group.namespace())
        .withName(group.name())
        .require();
  }

  /** The object as it is now; fails when there is none. */
  static <T extends HasMetadata> T get(Class<T> kind, GroupRef group, String name) {
    return CLIENT.resources(kind).inNamespace(group.namespace()).withName(name).require();
  }
}
