package io.bloodraven.api.crd;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least manifest that is accepted, and ways to spoil it. */
final class TestingManifest {
  private static final String LEAST =
      """
      apiVersion: shipstream.io/v1alpha1
      kind: MysqlFailoverGroup
      metadata:
        name: main
        namespace: default
      spec:
        credentials:
          operatorSecret: main-operator
        sites:
        - name: iad
          taintNodeSelector: {site: iad}
          lbIP: 192.0.2.1
          storage: {size: 10Gi}
        - name: pdx
          taintNodeSelector: {site: pdx}
          lbIP: 2001:db8::1
          storage: {size: 10Gi}
      """;

  private final GenericKubernetesResource resource =
      Serialization.unmarshal(LEAST, GenericKubernetesResource.class);

  TestingManifest name(String name) {
    resource.getMetadata().setName(name);
    return this;
  }

  /** Sets a field of the spec; null removes it. */
  TestingManifest set(String field, @Nullable Object value) {
    put(spec(), field, value);
    return this;
  }

  /** Sets a field of a site; null removes it. */
  TestingManifest setSite(int index, String field, @Nullable Object value) {
    put(sites().get(index), field, value);
    return this;
  }

  /** Adds one more site, of role read-only. */
  TestingManifest addSite(String name) {
    Map<String, Object> site = new HashMap<>();
    site.put("name", name);
    site.put("role", "read-only");
    site.put("storage", Map.of("size", "10Gi"));
    sites().add(site);
    return this;
  }

  TestingManifest keepSites(int count) {
    List<Map<String, Object>> kept = new ArrayList<>(sites().subList(0, count));
    put(spec(), "sites", kept);
    return this;
  }

  GenericKubernetesResource resource() {
    return resource;
  }

  MysqlFailoverGroup typed() {
    return Serialization.unmarshal(Serialization.asJson(resource), MysqlFailoverGroup.class);
  }

  private Map<String, Object> spec() {
    return resource.get("spec");
  }

  private List<Map<String, Object>> sites() {
    return resource.get("spec", "sites");
  }

  private static void put(Map<String, Object> object, String field, @Nullable Object value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.put(field, value);
    }
  }
}
