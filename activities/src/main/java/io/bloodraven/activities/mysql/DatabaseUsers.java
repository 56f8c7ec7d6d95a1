package io.bloodraven.activities.mysql;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.kubernetes.CredentialsUnavailableException;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.kubernetes.LoginKind;
import io.bloodraven.activities.kubernetes.UserProvisioner;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.group.GroupActivities;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a group's users right on its open site. What is right already is not touched, so that a
 * repetition makes no transactions: a password is set again only when a login with it fails, grants
 * only when the account does not carry their fingerprint. Passwords reach the server in CREATE and
 * ALTER USER only, which it keeps out of its logs.
 */
public final class DatabaseUsers implements UserProvisioner {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int ACCESS_DENIED = 1045;
  private static final Set<String> RESERVED =
      Set.of("root", "mysql.sys", "mysql.session", "mysql.infoschema");

  private final Credentials credentials;
  private final OperatorSessions sessions;

  /** Reads the users of {@code credentials}. */
  public DatabaseUsers(Credentials credentials, OperatorSessions sessions) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.sessions = requireNonNull(sessions, "sessions");
  }

  @Override
  public void ensureUsers(GroupRef group, String activeSite) {
    try {
      ensureEach(group, activeSite);
    } catch (CredentialsUnavailableException e) {
      throw failure(group, activeSite, e);
    }
  }

  private static ApplicationFailure failure(
      GroupRef group, String site, CredentialsUnavailableException e) {
    return switch (e.reason()) {
      // a person has to hear of it now; it is tried again all the same, but later
      case SECRET_NOT_FOUND ->
          StepFailure.verdict(GroupActivities.SECRET_NOT_FOUND, group, site, e);
      case SECRET_MISSING_KEY ->
          StepFailure.verdict(GroupActivities.SECRET_MISSING_KEY, group, site, e);
      case API_UNAVAILABLE ->
          StepFailure.passing(GroupActivities.CREDENTIAL_RECONCILE_FAILED, group, site, e);
    };
  }

  private void ensureEach(GroupRef group, String activeSite) {
    Set<String> taken = new HashSet<>(RESERVED);
    taken.add(credentials.operator(group).user());
    List<RuntimeException> failures = new ArrayList<>();
    for (LoginKind kind : LoginKind.values()) {
      try {
        Optional<Login> login = credentials.login(group, kind);
        if (login.isPresent()) {
          ensure(group, activeSite, kind, login.get(), taken);
        }
      } catch (RuntimeException e) {
        // the others need not wait for this one's Secret
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private void ensure(GroupRef group, String site, LoginKind kind, Login login, Set<String> taken) {
    if (!taken.add(login.user())) {
      throw StepFailure.verdict(
          GroupActivities.CREDENTIAL_RECONCILE_FAILED,
          group,
          site,
          "the Secret of the "
              + kind
              + " user names "
              + login.user()
              + ", which is another account: give each user a name of its own");
    }
    try {
      sessions.call(
          group,
          site,
          LIMIT,
          session -> {
            MysqlAddress address = sessions.address(group, site);
            ensure(session, address, login, UserGrants.of(kind));
            return true;
          });
    } catch (SQLException e) {
      throw StepFailure.passing(GroupActivities.CREDENTIAL_RECONCILE_FAILED, group, site, e);
    }
  }

  private static void ensure(
      MysqlSession session, MysqlAddress address, Login login, UserGrants grants)
      throws SQLException {
    String account = "?@'%'";
    Optional<String> fingerprint =
        session.first(
            "SELECT ATTRIBUTE->>'$.bloodraven' FROM information_schema.USER_ATTRIBUTES"
                + " WHERE USER = ? AND HOST = '%'",
            row -> MysqlSession.text(row, 1), login.user());
    if (fingerprint.isEmpty()) {
      session.execute(
          "CREATE USER " + account + " IDENTIFIED BY ?", login.user(), login.password());
    } else if (!canLogIn(address, login)) {
      session.execute("ALTER USER " + account + " IDENTIFIED BY ?", login.user(), login.password());
    }
    if (!fingerprint.equals(Optional.of(grants.fingerprint()))) {
      session.execute(
          "REVOKE IF EXISTS ALL PRIVILEGES, GRANT OPTION FROM " + account, login.user());
      for (String statement : grants.statements()) {
        session.execute(statement, login.user());
      }
      requireWithheld(session, login, grants);
      // last: a half-granted account is granted again
      session.execute(
          "ALTER USER " + account + " ATTRIBUTE ?",
          login.user(),
          "{\"bloodraven\": \"" + grants.fingerprint() + "\"}");
    }
  }

  /** REVOKE IF EXISTS succeeds without effect where the server knows no partial revokes. */
  private static void requireWithheld(MysqlSession session, Login login, UserGrants grants)
      throws SQLException {
    for (String schema : grants.withheld()) {
      String found =
          session
              .first(
                  "SELECT JSON_SEARCH(User_attributes->'$.Restrictions[*].Database', 'one', ?)"
                      + " IS NOT NULL FROM mysql.user WHERE User = ? AND Host = '%'",
                  row -> MysqlSession.text(row, 1), schema, login.user())
              .orElse("0");
      if (!found.equals("1")) {
        throw new SQLException(
            "privileges of "
                + login.user()
                + " on "
                + schema
                + " could not be withheld: partial_revokes must be ON");
      }
    }
  }

  private static boolean canLogIn(MysqlAddress address, Login login) throws SQLException {
    try {
      MysqlConnector.open(address, login, LIMIT).close();
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == ACCESS_DENIED) {
        return false;
      }
      throw e;
    }
  }
}
