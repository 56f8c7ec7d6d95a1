package io.bloodraven.playground.cluster;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code status.sh --json} says.
 *
 * @param activeSite empty while no site may write
 * @param ready whether the group's Ready condition holds
 * @param appPasswordFile holds the password of {@code appUser}
 * @param temporalAddress host and port
 * @param kubeconfig path of the cluster's kubeconfig
 */
public record PlaygroundStatus(
    String group,
    String namespace,
    String activeSite,
    long epoch,
    boolean ready,
    List<Site> sites,
    String appUser,
    String appPasswordFile,
    String statusUrl,
    String temporalAddress,
    String temporalUi,
    String kubeconfig) {

  /**
   * A site.
   *
   * @param state writable, read-only, unreachable or unknown
   * @param mysqlHost empty while it has no pod
   */
  public record Site(
      String name,
      String state,
      String role,
      String node,
      String pod,
      String mysqlHost,
      int mysqlPort,
      String sidecarUrl) {

    /** Its MySQL server. */
    public Endpoint mysql() {
      return new Endpoint(mysqlHost, mysqlPort);
    }
  }

  /** Reads the script's output. */
  static PlaygroundStatus parse(String json) {
    try {
      return JSON.std.beanFrom(PlaygroundStatus.class, json);
    } catch (IOException e) {
      throw new UncheckedIOException("status.sh printed something else: " + json, e);
    }
  }

  /** The same playground when its group stands otherwise. */
  PlaygroundStatus withGroup(String activeSite, long epoch, boolean ready, List<Site> sites) {
    return new PlaygroundStatus(
        group,
        namespace,
        activeSite,
        epoch,
        ready,
        sites,
        appUser,
        appPasswordFile,
        statusUrl,
        temporalAddress,
        temporalUi,
        kubeconfig);
  }

  /** The group's names. */
  public GroupRef groupRef() {
    return new GroupRef(namespace, group);
  }

  /**
   * The site of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Site site(String name) {
    return sites.stream()
        .filter(site -> site.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no site " + name + " in " + sites));
  }

  /**
   * Name of the first site that is not active.
   *
   * @throws IllegalStateException when there is none
   */
  public String standby() {
    return sites.stream()
        .map(Site::name)
        .filter(site -> !site.equals(activeSite))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no standby among " + sites));
  }

  /**
   * The application's login.
   *
   * @throws UncheckedIOException when its password cannot be read
   */
  public Login appLogin() {
    try {
      return Login.fromFile(appUser, Path.of(appPasswordFile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
