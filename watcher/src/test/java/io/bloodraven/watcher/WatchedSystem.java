package io.bloodraven.watcher;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupStatus;
import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Observation;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.FreePort;
import io.bloodraven.testing.TemporalServer;
import io.bloodraven.watcher.intake.SiteAddresses;
import io.bloodraven.watcher.signal.TemporalSignals;
import io.bloodraven.workflows.group.ResourceChange;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One group in a real API server, the watchers over it, and what they told its workflow. */
final class WatchedSystem implements AutoCloseable {
  static final String NO_FINALIZERS = "{\"metadata\": {\"finalizers\": null}}";

  private static final String MANIFEST =
      """
      apiVersion: shipstream.io/v1alpha1
      kind: MysqlFailoverGroup
      metadata: {name: main, namespace: default}
      spec:
        sites:
        - {name: iad, taintNodeSelector: {site: iad}, lbIP: 192.0.2.1}
        - {name: pdx, taintNodeSelector: {site: pdx}, lbIP: 192.0.2.2}
        storage: {size: 1Gi}
        credentials: {operatorSecret: main-operator}
      """;

  private final KubernetesClient kubernetes;
  private final TemporalServer temporal;
  private final WorkflowServiceStubs service;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, URI> sidecars = new ConcurrentHashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<WatcherProcess> watchers = new ArrayList<>();

  WatchedSystem(ApiServer api, TemporalServer temporal) {
    this.kubernetes = api.client();
    this.temporal = temporal;
    this.service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
  }

  KubernetesClient kubernetes() {
    return kubernetes;
  }

  void sidecar(String site, URI url) {
    sidecars.put(site, url);
  }

  /** Applies the manifest and the Secret with the control token. */
  void apply() {
    kubernetes
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(GROUP.namespace())
                .withName(GROUP.controlSecretName())
                .endMetadata()
                .addToStringData("token", TestingSidecar.TOKEN)
                .build())
        .serverSideApply();
    kubernetes.resource(Serialization.unmarshal(MANIFEST, MysqlFailoverGroup.class)).create();
  }

  void startWatchers(int count) {
    for (int i = 0; i < count; i++) {
      int port = FreePort.find();
      readyPod("watcher-" + i, port);
      TemporalSignals signals = new TemporalSignals(temporal.address(), "default");
      WatcherProcess watcher =
          new WatcherProcess(
              new WatcherSettings(
                  temporal.address(), "default", "", "watcher-" + i, "default", port),
              kubernetes,
              signals,
              new SiteAddresses() {
                @Override
                public URI sidecar(GroupRef group, String site) {
                  return sidecars.getOrDefault(site, URI.create("http://127.0.0.1:1"));
                }

                @Override
                public String mysql(GroupRef group, String site) {
                  return "127.0.0.1:1";
                }
              });
      watchers.add(watcher);
      open.add(signals);
      open.add(watcher);
    }
  }

  /** A watcher falls silent, as when its node does: nobody says that its pod is not ready. */
  void silenceWatcher(int index) {
    WatcherProcess watcher = watchers.get(index);
    watcher.close();
    open.remove(watcher);
  }

  private void readyPod(String name, int port) {
    kubernetes
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("app.kubernetes.io/name", "bloodraven")
                .addToLabels("app.kubernetes.io/component", "watcher")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("watcher")
                .withImage("none")
                .addNewPort()
                .withName("http")
                .withContainerPort(port)
                .endPort()
                .endContainer()
                .endSpec()
                .build())
        .serverSideApply();
    kubernetes
        .pods()
        .inNamespace("default")
        .withName(name)
        .editStatus(pod ->
            new PodBuilder(pod)
                .withNewStatus()
                .withPodIP("127.0.0.1")
                .addNewPodIP("127.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
  }

  void stopWatchers() {
    open.reversed().forEach(WatchedSystem::closeOne);
    open.clear();
    watchers.clear();
    kubernetes
        .pods()
        .inNamespace("default")
        .withLabel("app.kubernetes.io/component", "watcher")
        .withGracePeriod(0)
        .delete();
  }

  WatcherProcess watcher(int index) {
    return watchers.get(index);
  }

  /** The group as the API server has it. */
  MysqlFailoverGroup resource() {
    return group().get();
  }

  /** The state of a site by the resource's status. */
  String stateInResource(String site) {
    MysqlFailoverGroupStatus status = resource().getStatus();
    return status == null
        ? ""
        : status.sites().stream()
            .filter(each -> each.name().equals(site))
            .map(MysqlFailoverGroupStatus.SiteStatus::state)
            .map(String::valueOf)
            .findFirst()
            .orElse("");
  }

  /** What the group's workflow would write: that it has dealt with that generation. */
  void decide(long generation) {
    applyStatus("bloodraven-workflow", "observedGeneration: " + generation);
  }

  /** Applies a line of status by that field manager. */
  void applyStatus(String manager, String line) {
    GenericKubernetesResource status =
        Serialization.unmarshal(
            """
            apiVersion: shipstream.io/v1alpha1
            kind: MysqlFailoverGroup
            metadata: {name: main, namespace: default}
            status: {%s}
            """
                .formatted(line),
            GenericKubernetesResource.class);
    kubernetes
        .genericKubernetesResources(
            ResourceDefinitionContext.fromResourceType(MysqlFailoverGroup.class))
        .inNamespace(GROUP.namespace())
        .resource(status)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build());
  }

  /** Merges that JSON into the resource. */
  void patch(String json) {
    group().patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /** Asks for the deletion of the group. */
  void delete() {
    group().delete();
  }

  /** The answer of a watcher's {@code /status}. */
  String statusOf(int watcher) {
    return get(watcher, "/status").body();
  }

  /** The state of a site by a watcher's {@code /status}. */
  String siteState(int watcher, String site) throws IOException {
    Map<String, Object> all = JSON.std.mapFrom(statusOf(watcher));
    Map<?, ?> group = (Map<?, ?>) all.get(GROUP.toString());
    if (group == null) {
      return "";
    }
    return ((List<?>) requireNonNull(group.get("sites")))
        .stream()
            .map(Map.class::cast)
            .filter(each -> site.equals(each.get("name")))
            .map(each -> String.valueOf(each.get("state")))
            .findFirst()
            .orElse("");
  }

  /** Asks a watcher. */
  HttpResponse<String> get(int watcher, String path) {
    URI uri = URI.create("http://127.0.0.1:" + watcher(watcher).httpPort() + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a watcher's WebSocket says from now on. */
  List<String> follow(int watcher) {
    List<String> messages = new CopyOnWriteArrayList<>();
    URI uri = URI.create("ws://127.0.0.1:" + watcher(watcher).httpPort() + "/ws/status");
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  private final StringBuilder partial = new StringBuilder();

                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    partial.append(data);
                    if (last) {
                      messages.add(partial.toString());
                      partial.setLength(0);
                    }
                    from.request(1);
                    return null;
                  }
                })
            .orTimeout(5, TimeUnit.SECONDS)
            .join();
    open.add(socket::abort);
    return messages;
  }

  /** Makes the pod of a site, labelled as its template has it. */
  void applyPod(String site) {
    kubernetes
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(GROUP.namespace())
                .withName(podName(site))
                .addToLabels(GroupLabels.GROUP, GROUP.name())
                .addToLabels(GroupLabels.SITE, site)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("mysql")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  /** Sets the role of a site's pod, or removes it. */
  void labelPod(String site, String manager, @Nullable String role) {
    patchPod(
        site,
        manager,
        "{\"metadata\": {\"labels\": {\"shipstream.io/role\": %s}}}"
            .formatted(role == null ? "null" : "\"" + role + "\""));
  }

  /** Changes what is nobody's business. */
  void annotatePod(String site) {
    patchPod(site, "somebody", "{\"metadata\": {\"annotations\": {\"a\": \"b\"}}}");
  }

  private void patchPod(String site, String manager, String json) {
    kubernetes
        .pods()
        .inNamespace(GROUP.namespace())
        .withName(podName(site))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build(),
            json);
  }

  private static String podName(String site) {
    return GROUP.siteObjectName(site) + "-1";
  }

  /** Applies an owned Service with that port. */
  void applyService(String manager, int port) {
    kubernetes
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(GROUP.namespace())
                .withName(GROUP.primaryServiceName())
                .addToLabels(GroupLabels.GROUP, GROUP.name())
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("mysql")
                .withPort(3306)
                .withNewTargetPort(port)
                .endPort()
                .endSpec()
                .build())
        .fieldManager(manager)
        .forceConflicts()
        .serverSideApply();
  }

  void deleteService() {
    kubernetes
        .services()
        .inNamespace(GROUP.namespace())
        .withName(GROUP.primaryServiceName())
        .delete();
  }

  /** Applies what lets the group's sidecars use its Lease, as its workflow does. */
  void applyAccess() {
    access()
        .forEach(object ->
            kubernetes.resource(object).fieldManager("bloodraven-workflow").serverSideApply());
  }

  /** Deletes the ServiceAccount, the Role or the RoleBinding. */
  void deleteAccess(String kind) {
    access().stream()
        .filter(object -> object.getKind().equals(kind))
        .forEach(object -> kubernetes.resource(object).delete());
  }

  private static List<HasMetadata> access() {
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withNamespace(GROUP.namespace())
            .withName(GROUP.objectName())
            .addToLabels(GroupLabels.GROUP, GROUP.name())
            .build();
    return List.of(
        new ServiceAccountBuilder().withMetadata(metadata).build(),
        new RoleBuilder().withMetadata(metadata).build(),
        new RoleBindingBuilder()
            .withMetadata(metadata)
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", GROUP.objectName())
            .build());
  }

  void deleteControlToken() {
    kubernetes
        .secrets()
        .inNamespace(GROUP.namespace())
        .withName(GROUP.controlSecretName())
        .delete();
  }

  private Resource<MysqlFailoverGroup> group() {
    return kubernetes
        .resources(MysqlFailoverGroup.class)
        .inNamespace(GROUP.namespace())
        .withName(GROUP.name());
  }

  private static void closeOne(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the group's workflow was told of what is seen, oldest first. */
  List<Observation> observations() {
    return told("observed", Observation.class);
  }

  /** What it was told of its resource. */
  List<ResourceChange> changes() {
    return told("resourceChanged", ResourceChange.class);
  }

  /** Events in the history of the group's workflow. */
  List<HistoryEvent> history() {
    return service
        .blockingStub()
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace("default")
                .setExecution(execution())
                .build())
        .getHistory()
        .getEventsList();
  }

  private <T> List<T> told(String signal, Class<T> type) {
    return history().stream()
        .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .filter(e -> e.getSignalName().equals(signal))
        .map(WorkflowExecutionSignaledEventAttributes::getInput)
        .map(input ->
            DefaultDataConverter.newDefaultInstance().fromPayload(input.getPayloads(0), type, type))
        .toList();
  }

  private static WorkflowExecution execution() {
    return WorkflowExecution.newBuilder().setWorkflowId(GROUP.workflowId()).build();
  }

  /** Stops the watchers, removes the group, ends its workflow. */
  @Override
  public void close() {
    stopWatchers();
    kubernetes
        .pods()
        .inNamespace(GROUP.namespace())
        .withLabel(GroupLabels.GROUP, GROUP.name())
        .withGracePeriod(0)
        .delete();
    if (resource() != null) {
      patch(NO_FINALIZERS);
      group().withTimeout(10, TimeUnit.SECONDS).delete();
    }
    var _ =
        service
            .blockingStub()
            .terminateWorkflowExecution(
                TerminateWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setWorkflowExecution(execution())
                    .build());
    service.shutdownNow();
    http.close();
    kubernetes.close();
  }
}
