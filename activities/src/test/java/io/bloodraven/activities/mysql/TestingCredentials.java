package io.bloodraven.activities.mysql;

import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.kubernetes.CredentialsUnavailableException;
import io.bloodraven.activities.kubernetes.CredentialsUnavailableException.Reason;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.kubernetes.LoginKind;
import io.bloodraven.api.group.GroupRef;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets in memory; the operator is that of the testing servers. */
public final class TestingCredentials implements Credentials {
  private final Login operator;
  private final String token;

  public final Map<LoginKind, Login> logins = new EnumMap<>(LoginKind.class);

  /** As when neither the API server nor a value read before is there. */
  public volatile boolean unavailable;

  /** Why the Secret of the backup user cannot be read, if it cannot. */
  public volatile @Nullable Reason backupTrouble;

  public TestingCredentials(Login operator, String token) {
    this.operator = operator;
    this.token = token;
  }

  @Override
  public Login operator(GroupRef group) {
    requireAvailable();
    return operator;
  }

  @Override
  public String controlToken(GroupRef group) {
    requireAvailable();
    return token;
  }

  @Override
  public Optional<Login> login(GroupRef group, LoginKind kind) {
    requireAvailable();
    Reason trouble = backupTrouble;
    if (kind == LoginKind.BACKUP && trouble != null) {
      throw new CredentialsUnavailableException(trouble, "the test says so");
    }
    return Optional.ofNullable(logins.get(kind));
  }

  private void requireAvailable() {
    if (unavailable) {
      throw new CredentialsUnavailableException(Reason.API_UNAVAILABLE, "the test says so");
    }
  }
}
