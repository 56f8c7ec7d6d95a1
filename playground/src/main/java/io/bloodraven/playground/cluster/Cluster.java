package io.bloodraven.playground.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.playground.mysql.Endpoint;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The group's objects in the API server, read and written as any user with a kubeconfig could. */
public final class Cluster implements AutoCloseable {
  private static final String GROUP_API = "shipstream.io/v1alpha1";
  private static final String GROUP_KIND = "MysqlFailoverGroup";

  private final KubernetesClient client;
  private final GroupRef group;

  /** Connects to the cluster that {@code status} names. */
  public Cluster(PlaygroundStatus status) {
    group = status.groupRef();
    Config config = Config.fromKubeconfig(read(Path.of(status.kubeconfig())));
    config.setRequestTimeout(10_000);
    config.setConnectionTimeout(2_000);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  private static String read(Path kubeconfig) {
    try {
      return Files.readString(kubeconfig, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The client, for what is not here. */
  public KubernetesClient client() {
    return client;
  }

  /** The primary's Service. */
  public Endpoint primaryService() {
    String address =
        client
            .services()
            .inNamespace(group.namespace())
            .withName(group.primaryServiceName())
            .require()
            .getSpec()
            .getClusterIP();
    return new Endpoint(address, GroupRef.MYSQL_PORT);
  }

  /** The resource as it is now. */
  public GenericKubernetesResource group() {
    return Objects.requireNonNull(resource().get(), () -> "there is no group " + group);
  }

  /** The value of a field of the spec as text, empty when it is not set. */
  public String specField(String name) {
    Object value = group().get("spec", name);
    return value == null ? "" : value.toString();
  }

  /** Sets a field of the spec; an empty text removes it, so that its default holds again. */
  public void setSpecField(String name, String value) {
    String json = value.isEmpty() ? "null" : '"' + value + '"';
    resource()
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"" + name + "\":" + json + "}}");
  }

  /** How many transactions the group's status says that only a site which is not active has. */
  public long divergentTransactions() {
    long count = 0;
    if (group().get("status", "sites") instanceof List<?> sites) {
      for (Object site : sites) {
        if (site instanceof Map<?, ?> fields
            && fields.get("divergentTransactionCount") instanceof Number number) {
          count += number.longValue();
        }
      }
    }
    return count;
  }

  private Resource<GenericKubernetesResource> resource() {
    return groups().withName(group.name());
  }

  private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      groups() {
    return client.genericKubernetesResources(GROUP_API, GROUP_KIND).inNamespace(group.namespace());
  }

  @Override
  public void close() {
    client.close();
  }
}
