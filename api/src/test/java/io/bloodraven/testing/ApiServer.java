package io.bloodraven.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Kubernetes API server over its own etcd: schema validation, CEL, server-side apply,
 * watches and RBAC are the real ones. There are no controllers and no nodes: a Deployment stays a
 * wish, and deleted owners leave their objects behind. It keeps its port and data over stop and
 * start.
 */
public final class ApiServer implements AutoCloseable {
  private static final String ADMIN_TOKEN = "admin-of-the-test-server";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path folder = Checkout.newFolder("api-server");
  private final int etcdPort = FreePort.find();
  private final int port = FreePort.find();
  private final ServerProcess etcd;
  private ServerProcess process;

  private ApiServer() {
    try {
      writeKeys();
      Files.writeString(tokenFile(), ADMIN_TOKEN + ",admin,admin,system:masters\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    etcd = launchEtcd();
    try {
      process = launch();
    } catch (RuntimeException e) {
      etcd.kill();
      throw e;
    }
  }

  /** A started server with nothing but the built-in objects. */
  public static ApiServer start() {
    return new ApiServer();
  }

  /** A started server that knows the kinds of {@code deploy/crds}. */
  public static ApiServer startWithCrds() {
    ApiServer server = new ApiServer();
    try {
      server.installCrds();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  public URI url() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** Bearer token of a user that may do everything. */
  public String adminToken() {
    return ADMIN_TOKEN;
  }

  /** PEM file with the certificate to trust. */
  public Path caFile() {
    return folder.resolve("certs/apiserver.crt");
  }

  /** A client that may do everything; the caller closes it. */
  public KubernetesClient client() {
    return client(ADMIN_TOKEN);
  }

  /** A client with that bearer token; the caller closes it. */
  public KubernetesClient client(String token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url().toString())
            .withCaCertFile(caFile().toString())
            .withOauthToken(token)
            .withNamespace("default")
            .withConnectionTimeout(5_000)
            .withRequestTimeout(20_000)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A token of an existing ServiceAccount, with what RBAC gives it. */
  public String serviceAccountToken(String namespace, String name) {
    TokenRequest request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build();
    try (KubernetesClient client = client()) {
      return client
          .serviceAccounts()
          .inNamespace(namespace)
          .withName(name)
          .tokenRequest(request)
          .getStatus()
          .getToken();
    }
  }

  /** Applies every file of {@code deploy/crds} and waits until the kinds are served. */
  public void installCrds() {
    installCrds(Checkout.root().resolve("deploy/crds"));
  }

  /** Applies every file of the folder and waits until the kinds are served. */
  public void installCrds(Path crds) {
    try (KubernetesClient client = client();
        Stream<Path> files = Files.list(crds)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        CrdInstallation.install(client, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The API goes away, etcd stays. */
  public synchronized void stop() {
    process.stop(STOP_LIMIT);
  }

  /** SIGKILL of the API server. */
  public synchronized void kill() {
    process.kill();
  }

  /** Comes back on the same port with the same objects. */
  public synchronized void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("runs already");
    }
    process = launch();
  }

  /** SIGSTOP: connections stay open, nothing answers. */
  public synchronized void freeze() {
    process.freeze();
  }

  /** SIGCONT. */
  public synchronized void thaw() {
    process.signal("CONT");
  }

  @Override
  public synchronized void close() {
    process.kill();
    etcd.kill();
  }

  private ServerProcess launchEtcd() {
    String clients = "http://127.0.0.1:" + etcdPort;
    String peers = "http://127.0.0.1:" + FreePort.find();
    ServerProcess started =
        ServerProcess.start(
            List.of(
                Checkout.program("etcd").toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers),
            Map.of(),
            folder.resolve("etcd.log"));
    started.await(
        () -> {
          HttpURLConnection health =
              (HttpURLConnection) URI.create(clients + "/health").toURL().openConnection();
          health.setConnectTimeout(1000);
          health.setReadTimeout(5000);
          return health.getResponseCode() == 200;
        },
        START_LIMIT);
    return started;
  }

  private ServerProcess launch() {
    ServerProcess started =
        ServerProcess.start(
            List.of(
                Checkout.program("kube-apiserver").toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--token-auth-file=" + tokenFile(),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve("service-account.pub"),
                "--service-account-signing-key-file=" + folder.resolve("service-account.key"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--endpoint-reconciler-type=none",
                // nobody makes the default ServiceAccounts that this would wait for
                "--disable-admission-plugins=ServiceAccount"),
            Map.of(),
            folder.resolve("api-server.log"));
    started.await(this::isReady, START_LIMIT);
    return started;
  }

  private boolean isReady() throws IOException {
    // an early look would make the client of the JDK wait for its own time limits
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
    }
    try (KubernetesClient client = client()) {
      return "ok".equals(client.raw("/readyz"))
          && client.namespaces().withName("default").get() != null;
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  private Path tokenFile() {
    return folder.resolve("tokens.csv");
  }

  private void writeKeys() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      writePem("service-account.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
      writePem("service-account.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void writePem(String file, String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
  }
}
