package io.bloodraven.playground.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The floors of docs/architecture.md, and what is pure. Here, because this module is built last and
 * has every other one on its test class path; a rule that finds no class to look at fails.
 */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // in a whole build tests of other modules come as a jar
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.bloodraven");

  private static final String ALL = "io.bloodraven..";

  /** What an effect, a thread or the time of day would come from. */
  private static final Class<?>[] OUTSIDE_WORLD = {
    System.class,
    Thread.class,
    ThreadLocal.class,
    Runtime.class,
    Process.class,
    ProcessBuilder.class,
    java.time.Clock.class,
    java.util.Random.class,
    java.util.Timer.class,
    java.util.Scanner.class,
  };

  private static String packageOf(String module) {
    return "io.bloodraven." + module + "..";
  }

  @ParameterizedTest
  @CsvSource({
    "api, ''",
    "workflows, api",
    "activities, api workflows",
    "worker, api workflows activities",
    "sidecar, api",
    "watcher, api workflows",
    "playground, api workflows sidecar watcher",
  })
  void aModuleStandsOnItsFloorsOnly(String module, String floors) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(floors.split(" ")))
            .filter(name -> !name.isEmpty())
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(packageOf(module))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage(ALL)))
        .check(CLASSES);
  }

  /** A list of what is allowed: whoever wants more there has to say so here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.bloodraven.workflows.decision",
        "io.bloodraven.sidecar.lease",
        "io.bloodraven.watcher.tracking"
      })
  void theDecisionCoresArePure(String core) {
    DescribedPredicate<JavaClass> plain =
        resideInAnyPackage(
                core,
                "io.bloodraven.api.group",
                "io.bloodraven.api.gtid",
                "io.bloodraven.api.health",
                "io.bloodraven.api.lease",
                "java.lang",
                "java.lang.invoke",
                "java.lang.runtime",
                "java.time..",
                "java.util",
                "java.util.function",
                "java.util.stream",
                "org.jspecify.annotations")
            .or(JavaClass.Predicates.assignableTo(Object[].class))
            .and(DescribedPredicate.not(belongToAnyOf(OUTSIDE_WORLD)));
    classes().that().resideInAPackage(core).should().onlyDependOnClassesThat(plain).check(CLASSES);
    asksNoClockAndNoDice(core);
  }

  /** What workflows and cores stand on must be as plain as they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.bloodraven.api.group",
        "io.bloodraven.api.gtid",
        "io.bloodraven.api.health",
        "io.bloodraven.api.lease",
        "io.bloodraven.workflows.."
      })
  void replayedCodeAsksNoClockAndNoDice(String replayed) {
    asksNoClockAndNoDice(replayed);
    noClasses()
        .that()
        .resideInAPackage(replayed)
        .should()
        .dependOnClassesThat(belongToAnyOf(OUTSIDE_WORLD))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio..", "java.net..", "java.sql..", "java.util.concurrent..")
        .check(CLASSES);
  }

  private static void asksNoClockAndNoDice(String packages) {
    DescribedPredicate<JavaCall<?>> clock =
        target(name("now")).and(target(owner(resideInAPackage("java.time.."))));
    noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .callMethodWhere(clock)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void workflowsNameNoClientLibrary() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("workflows"))
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "com.mysql..", "java.sql..", "io.javalin..")
        .check(CLASSES);
  }

  /** Through our own classes too: what it does not load costs it no memory. */
  @Test
  void theSidecarIsPlainJava() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("sidecar"))
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..", "io.javalin..", "io.temporal..", "com.fasterxml.jackson.databind..")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageOfTheWatcherTalksToTemporal() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("watcher"))
        .and()
        .resideOutsideOfPackage("io.bloodraven.watcher.signal")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.temporal..")
        .check(CLASSES);
  }

  @Test
  void aClassIsNamedForWhatItIs() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?)").check(CLASSES);
  }
}
