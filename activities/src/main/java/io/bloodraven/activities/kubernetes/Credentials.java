package io.bloodraven.activities.kubernetes;

import io.bloodraven.api.group.GroupRef;
import java.util.Optional;

/**
 * The secrets of a group, read from its Kubernetes Secrets. Cheap to call on every activity; an API
 * server that is away for a while is not noticed once a value was read.
 */
public interface Credentials {
  /**
   * The operator account of every site.
   *
   * @throws CredentialsUnavailableException when it cannot be read and was never read before
   */
  Login operator(GroupRef group);

  /**
   * The token of the group's control calls.
   *
   * @throws CredentialsUnavailableException when it cannot be read and was never read before
   */
  String controlToken(GroupRef group);

  /**
   * One of the other users; empty when the group names no Secret for it.
   *
   * @throws CredentialsUnavailableException when the named Secret cannot be read or lacks a key
   */
  Optional<Login> login(GroupRef group, LoginKind kind);
}
