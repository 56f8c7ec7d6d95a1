package io.bloodraven.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.Checkout;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A failover group of the test: its Lease on a real API server, its token, its sites' ports. */
final class TestingGroup implements AutoCloseable {
  static final String TOKEN = "token-of-the-test";

  /** Started for the first who wants it; it ends with the JVM. */
  private static final class Shared {
    static final ApiServer API = ApiServer.start();
  }

  private static final AtomicInteger GROUPS = new AtomicInteger();

  final GroupRef ref = new GroupRef("default", "g" + GROUPS.incrementAndGet());
  final ApiServer api;
  final Path folder;
  final Path tokenFile;
  final Path apiTokenFile;
  private final KubernetesClient client;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  /** A group at the API server that the tests of this JVM share; each has a Lease of its own. */
  TestingGroup(String electorate) {
    this(Shared.API, electorate);
  }

  TestingGroup(ApiServer api, String electorate) {
    this.api = api;
    try {
      folder = Checkout.newFolder("group");
      tokenFile = Files.writeString(folder.resolve("token"), TOKEN + "\n");
      apiTokenFile = Files.writeString(folder.resolve("api-token"), api.adminToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client = api.client();
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(ref.namespace())
                .withName(ref.objectName())
                .addToAnnotations("bloodraven.shipstream.io/electorate", electorate)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
  }

  void listens(String site, int port) {
    ports.put(site, port);
  }

  /** A site that is not there is at a port where nobody listens. */
  String url(String site) {
    return "http://127.0.0.1:" + ports.getOrDefault(site, 1);
  }

  Lease lease() {
    return requireNonNull(
        client.leases().inNamespace(ref.namespace()).withName(ref.objectName()).get());
  }

  void deleteLease() {
    client.resource(lease()).delete();
  }

  /** The API server does not know the sidecars any more. */
  void forgeApiToken() throws IOException {
    Files.writeString(apiTokenFile, "nobody's");
  }

  Path write(String site, String name, String text) {
    try {
      Path directory = Files.createDirectories(folder.resolve(site).resolve("operator"));
      Files.writeString(directory.resolve(name), text, UTF_8);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
