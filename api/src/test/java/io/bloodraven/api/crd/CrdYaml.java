package io.bloodraven.api.crd;

import static java.util.Comparator.comparingInt;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the CustomResourceDefinition of a kind from its Java model. */
final class CrdYaml {
  private static final String HEADER =
      "# Generated from io.bloodraven.api.crd: do not edit, see deploy/README.md.\n";

  /** Lists whose entries have several writers, and the key that names an entry. */
  private static final Map<String, String> KEYED_LISTS =
      Map.of("spec.sites", "name", "status.sites", "name", "status.conditions", "type");

  /** Taken over into pods as they are: the API server checks them there. */
  private static final List<String> OPEN_ITEMS =
      List.of("spec.extraContainers", "spec.extraInitContainers");

  /** Maps with rules on their values: the cost of rules is reckoned with the longest text. */
  private static final Map<String, Long> OPTIONS =
      Map.of(
          "spec.mysqlConf", OwnedOptions.MOST, "spec.sites.mysqlConf", OwnedOptions.MOST_OF_SITE);

  private static final List<String> COLUMNS =
      List.of("Active", "Ready", "Epoch", "Sites", "Phase", "Lag", "Age");

  private CrdYaml() {}

  /** The text of the file, for which {@code folder} is used meanwhile. */
  static String of(Class<? extends CustomResource<?, ?>> kind, Path folder) throws IOException {
    new CRDGenerator()
        .customResourceClasses(List.<Class<? extends HasMetadata>>of(kind))
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .inOutputDir(folder.toFile())
        .generate();
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      CustomResourceDefinition crd =
          Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
      CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
      version.getAdditionalPrinterColumns().sort(comparingInt(c -> COLUMNS.indexOf(c.getName())));
      complete(version.getSchema().getOpenAPIV3Schema());
      return HEADER + Serialization.asYaml(crd);
    }
  }

  /** What the annotations cannot say. */
  private static void complete(JSONSchemaProps root) {
    tidy(root);
    KEYED_LISTS.forEach((path, key) -> {
      JSONSchemaProps list = at(root, path);
      list.getItems().getSchema().setRequired(List.of(key));
      list.setXKubernetesListType("map");
      list.setXKubernetesListMapKeys(List.of(key));
    });
    for (String path : OPEN_ITEMS) {
      JSONSchemaProps item = at(root, path).getItems().getSchema();
      Map<String, JSONSchemaProps> name = Map.of("name", item.getProperties().get("name"));
      item.setProperties(name);
      item.setRequired(List.of("name"));
      item.setXKubernetesPreserveUnknownFields(true);
    }
    OPTIONS.forEach((path, most) -> {
      JSONSchemaProps options = at(root, path);
      options.setMaxProperties(most);
      options.getAdditionalProperties().getSchema().setMaxLength(1024L);
    });
    at(root, "spec.splitBrainPolicy.sitePriorities").getItems().getSchema().setMaxLength(63L);
    root.setRequired(List.of("spec"));
  }

  /** Rules of a record's component are found twice; an open object has no type of entries. */
  private static void tidy(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      schema.setAdditionalProperties(null);
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      // as for the options
      schema.setMaxLength(32L);
    }
    schema.getProperties().values().forEach(CrdYaml::tidy);
    if (schema.getItems() != null) {
      tidy(schema.getItems().getSchema());
    }
  }

  private static JSONSchemaProps at(JSONSchemaProps root, String path) {
    JSONSchemaProps schema = root;
    for (String name : path.split("\\.", -1)) {
      JSONSchemaProps parent = schema.getItems() == null ? schema : schema.getItems().getSchema();
      schema = parent.getProperties().get(name);
      if (schema == null) {
        throw new IllegalStateException("the model has no " + path);
      }
    }
    return schema;
  }
}
