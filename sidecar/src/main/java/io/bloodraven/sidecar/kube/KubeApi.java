package io.bloodraven.sidecar.kube;

import io.bloodraven.sidecar.http.Outgoing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Bounded requests to the Kubernetes API as a ServiceAccount. Its token is read anew for each
 * request, for the kubelet replaces it. Certificates and keys are set up by the first request,
 * which takes longer than all else that a sidecar does before it can answer.
 */
public final class KubeApi implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final int MOST_BYTES = 1 << 20;

  private final URI base;
  private final Path caFile;
  private final Path tokenFile;
  private @Nullable HttpClient client;

  /**
   * @param base {@code https://host:port}
   * @param caFile certificates to trust, PEM
   */
  public KubeApi(URI base, Path caFile, Path tokenFile) {
    this.base = base;
    this.caFile = caFile;
    this.tokenFile = tokenFile;
  }

  /** From what the kubelet gives every pod. */
  public static KubeApi inCluster(Map<String, String> environment) {
    Path account =
        Path.of(
            environment.getOrDefault(
                "BLOODRAVEN_SERVICE_ACCOUNT_DIR", "/var/run/secrets/kubernetes.io/serviceaccount"));
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "kubernetes.default.svc");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return new KubeApi(
        URI.create("https://" + literal + ":" + port),
        account.resolve("ca.crt"),
        account.resolve("token"));
  }

  /** The API server's certificates cannot be checked: no request is made. */
  static final class Untrusted extends IOException {
    private static final long serialVersionUID = 1;

    Untrusted(Path caFile, Exception cause) {
      super("cannot trust the certificates in " + caFile, cause);
    }
  }

  /** One answer, whatever its status. */
  record Answer(int status, String body) {}

  /**
   * @param limit for the whole answer
   */
  Answer send(String method, String path, String contentType, String body, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        http()
            .sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      // the client's own time-out ends with the headers; this one covers the body too
      HttpResponse<byte[]> response = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } finally {
      sent.cancel(true);
    }
  }

  /**
   * A stream that the server ends by itself; the caller closes it.
   *
   * @param limit until the answer begins
   */
  HttpResponse<InputStream> stream(String path, Duration limit)
      throws IOException, InterruptedException {
    return http()
        .send(
            request(path).timeout(limit).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** Tried again by the next request when it fails. */
  private synchronized HttpClient http() throws Untrusted {
    HttpClient made = client;
    if (made == null) {
      made =
          Outgoing.client(
              trusting(caFile), CONNECT_LIMIT, Executors.newVirtualThreadPerTaskExecutor());
      client = made;
    }
    return made;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
        .header("Accept", "application/json");
  }

  private static SSLContext trusting(Path caFile) throws Untrusted {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      byte[] pem = Files.readAllBytes(caFile);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("ca-" + count++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new Untrusted(caFile, e);
    }
  }

  @Override
  public synchronized void close() {
    HttpClient made = client;
    if (made != null) {
      made.shutdownNow();
    }
  }
}
