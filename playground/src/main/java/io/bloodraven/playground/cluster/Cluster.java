package io.bloodraven.playground.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.ledger.Target;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The group's objects in the API server, read and written as any user with a kubeconfig could. */
public final class Cluster implements AutoCloseable {
  /** Where watchers and workers live. */
  public static final String SYSTEM_NAMESPACE = "bloodraven-system";

  private static final String GROUP_API = "shipstream.io/v1alpha1";
  private static final String GROUP_KIND = "MysqlFailoverGroup";
  private static final Duration PACE = Duration.ofMillis(250);

  /** Seven tenths of a second of them: whoever waits for the API server asks again by himself. */
  private static final int RETRIES = 3;

  private final KubernetesClient client;
  private final GroupRef group;
  private final PlaygroundStatus atFirst;

  /** Connects to the cluster that {@code status} names. */
  public Cluster(PlaygroundStatus status) {
    atFirst = status;
    group = status.groupRef();
    Config config = Config.fromKubeconfig(read(Path.of(status.kubeconfig())));
    config.setRequestTimeout(10_000);
    config.setConnectionTimeout(2_000);
    config.setRequestRetryBackoffLimit(RETRIES);
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

  /**
   * What {@code status.sh --json} would say now, for whoever asks several times a second: the
   * script costs half a second of a processor each time, which a failover would miss.
   */
  public PlaygroundStatus status() {
    GenericKubernetesResource resource = group();
    List<Pod> pods =
        client
            .pods()
            .inNamespace(group.namespace())
            .withLabel(GroupLabels.GROUP, group.name())
            .list()
            .getItems();
    List<PlaygroundStatus.Site> sites =
        atFirst.sites().stream().map(site -> now(site.name(), resource, pods)).toList();
    return atFirst.withGroup(
        text(resource.get("status", "activeSite")),
        resource.get("status", "epoch") instanceof Number epoch ? epoch.longValue() : 0,
        isReady(resource),
        sites);
  }

  private static boolean isReady(GenericKubernetesResource resource) {
    return fields(resource.get("status", "conditions")).stream()
        .anyMatch(one -> "Ready".equals(one.get("type")) && "True".equals(one.get("status")));
  }

  private static PlaygroundStatus.Site now(
      String name, GenericKubernetesResource resource, List<Pod> pods) {
    Map<?, ?> site = siteStatus(resource, name);
    Optional<Pod> pod =
        pods.stream()
            .filter(one -> name.equals(one.getMetadata().getLabels().get(GroupLabels.SITE)))
            .min(Comparator.comparing(one -> one.getMetadata().getDeletionTimestamp() != null));
    String ip = pod.map(one -> text(one.getStatus().getPodIP())).orElse("");
    return new PlaygroundStatus.Site(
        name,
        site.get("state") instanceof String state ? state : "unknown",
        text(site.get("role")),
        pod.map(one -> text(one.getSpec().getNodeName())).orElse(""),
        pod.map(one -> one.getMetadata().getName()).orElse(""),
        ip,
        GroupRef.MYSQL_PORT,
        ip.isEmpty() ? "" : "http://" + ip + ":" + GroupRef.SIDECAR_PORT);
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

  /**
   * Waits until every watcher and worker is ready: one that is still starting after the last fault
   * is a second fault to the next.
   *
   * @return whether they are
   */
  public boolean awaitControlPlane(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isControlPlaneReady()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(PACE);
    }
    return true;
  }

  /** At which site each pod of watchers and workers is, by the pod's name. */
  public Map<String, String> controlPlaneSites(PlaygroundStatus status) {
    Map<String, String> siteOfPod = new HashMap<>();
    for (Pod pod : client.pods().inNamespace(SYSTEM_NAMESPACE).list().getItems()) {
      status.sites().stream()
          .filter(site -> site.node().equals(pod.getSpec().getNodeName()))
          .forEach(site -> siteOfPod.put(pod.getMetadata().getName(), site.name()));
    }
    return siteOfPod;
  }

  /** Addresses of the pods of watchers or workers. */
  public List<String> podIps(String component) {
    return client
        .pods()
        .inNamespace(SYSTEM_NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getStatus().getPodIP())
        .toList();
  }

  private boolean isControlPlaneReady() {
    return client.apps().deployments().inNamespace(SYSTEM_NAMESPACE).list().getItems().stream()
        .allMatch(deployment ->
            Objects.equals(
                deployment.getSpec().getReplicas(), deployment.getStatus().getReadyReplicas()));
  }

  /** All that a ledger writes to: the primary's Service, and each site's server directly. */
  public List<Target> writeTargets(PlaygroundStatus status) {
    List<Target> targets = new ArrayList<>();
    targets.add(new Target(Target.SERVICE, primaryService()));
    status.sites().forEach(site -> targets.add(new Target(site.name(), site.mysql())));
    return targets;
  }

  /**
   * The resource as it is now.
   *
   * @throws IllegalStateException when there is none
   */
  public GenericKubernetesResource group() {
    GenericKubernetesResource found = resource().get();
    if (found == null) {
      throw new IllegalStateException("there is no group " + group);
    }
    return found;
  }

  /** Why the group failed over last, in its own words; empty when it never did. */
  public String lastCause() {
    String cause = group().get("status", "history", 0, "cause");
    return cause == null ? "" : cause;
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

  /** The transactions that only that site has, as the status of a blocked site reports them. */
  public GtidSet divergentGtids(String site) {
    Map<?, ?> status = siteStatus(site);
    return "RecoveryBlocked".equals(status.get("recoveryState"))
            && status.get("divergentGtid") instanceof String divergent
        ? GtidSet.parse(divergent)
        : GtidSet.EMPTY;
  }

  /** The epochs after {@code epoch} that the status remembers, rising. */
  public List<Long> epochsSince(long epoch) {
    return historySince(epoch).stream().map(Term::epoch).toList();
  }

  /**
   * The sites that were allowed to write one after another, as the status remembers it.
   *
   * @param holder who was at {@code epoch}
   */
  public List<String> holdersSince(String holder, long epoch) {
    List<String> holders = new ArrayList<>(List.of(holder));
    historySince(epoch).stream()
        .map(Term::site)
        .filter(site -> !site.equals(holders.getLast()))
        .forEach(holders::add);
    return holders;
  }

  private record Term(long epoch, String site) {}

  private List<Term> historySince(long epoch) {
    return fields(group().get("status", "history")).stream()
        .filter(entry -> entry.get("epoch") instanceof Number)
        .map(entry -> new Term(((Number) entry.get("epoch")).longValue(), text(entry.get("to"))))
        .filter(term -> term.epoch > epoch && !term.site.isEmpty())
        .sorted(Comparator.comparingLong(Term::epoch))
        .toList();
  }

  /** The objects of a list, none where there is no list. */
  private static List<Map<?, ?>> fields(@Nullable Object list) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (list instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  /** How many they are, as the status says. */
  public long divergentCount(String site) {
    return siteStatus(site).get("divergentTransactionCount") instanceof Number count
        ? count.longValue()
        : 0;
  }

  /** What the group's status says of its sites, for people; why it cannot be read, if it cannot. */
  public String wordsOnSites() {
    try {
      return String.valueOf(group().<Object>get("status", "sites"));
    } catch (KubernetesClientException e) {
      return "nothing: " + e.getMessage();
    }
  }

  private Map<?, ?> siteStatus(String site) {
    return siteStatus(group(), site);
  }

  private static Map<?, ?> siteStatus(GenericKubernetesResource resource, String site) {
    for (Map<?, ?> status : fields(resource.get("status", "sites"))) {
      if (site.equals(status.get("name"))) {
        return status;
      }
    }
    return Map.of();
  }

  /** Version of the group's Lease: another one after every write to it. */
  public String leaseVersion() {
    return client
        .resources(Lease.class)
        .inNamespace(group.namespace())
        .withName(group.objectName())
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  /** The login of the operator account, from the Secret that the group's spec names. */
  public Login operatorLogin() {
    Object secretName = group().get("spec", "credentials", "operatorSecret");
    Map<String, String> secret =
        client
            .secrets()
            .inNamespace(group.namespace())
            .withName(String.valueOf(secretName))
            .require()
            .getData();
    return new Login(decode(secret, "username"), decode(secret, "password"));
  }

  private static String decode(Map<String, String> secret, String key) {
    return new String(Base64.getDecoder().decode(secret.getOrDefault(key, "")), UTF_8);
  }

  /**
   * Moves the data of a site's server aside, within its volume, and deletes the pod, so that the
   * pod that follows starts from nothing and is cloned again. It is what a person does with a site
   * that diverged; Bloodraven looks at a blocked site again when its pod is new. What was set aside
   * before is removed: a campaign would fill the volume.
   */
  public void setDataAside(String pod) throws InterruptedException {
    String command = "cd /var/lib/mysql && rm -rf aside && mv data aside";
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace(group.namespace())
            .withName(pod)
            .inContainer("mysql")
            .writingError(said)
            .exec("sh", "-c", command)) {
      Integer status = exec.exitCode().get(10, TimeUnit.SECONDS);
      if (status != 0) {
        throw new IllegalStateException(
            "in %s: %s failed: %s".formatted(pod, command, said.toString(UTF_8)));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("in " + pod + ": " + command + " did not end", e);
    }
    client.pods().inNamespace(group.namespace()).withName(pod).withGracePeriod(1).delete();
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
