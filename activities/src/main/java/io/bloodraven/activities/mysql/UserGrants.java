package io.bloodraven.activities.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bloodraven.activities.kubernetes.LoginKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What each of a group's users may do: least privilege, as statements in which {@code ?} stands for
 * the user's name. Schemas made later are covered too, so privileges are granted everywhere and
 * taken back on the system schemas, which needs {@code partial_revokes=ON}.
 */
record UserGrants(List<String> statements) {
  private static final String ON_DATA =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES,"
          + " CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW, SHOW VIEW, CREATE ROUTINE,"
          + " ALTER ROUTINE, EXECUTE, EVENT, TRIGGER";
  private static final String ON_READ = "SELECT, SHOW VIEW";

  /** The last one is Bloodraven's own: who writes there can hold off a dead-man's switch. */
  private static final List<String> SYSTEM_SCHEMAS = List.of("mysql", "sys", "bloodraven");

  UserGrants {
    statements = List.copyOf(statements);
  }

  static UserGrants of(LoginKind kind) {
    return new UserGrants(
        switch (kind) {
          case APP -> outsideSystemSchemas(ON_DATA);
          case READ_ONLY -> outsideSystemSchemas(ON_READ);
          case MONITOR ->
              List.of(
                  "GRANT PROCESS, REPLICATION CLIENT ON *.* TO ?@'%'",
                  "GRANT SELECT ON performance_schema.* TO ?@'%'");
          case BACKUP ->
              List.of(
                  "GRANT BACKUP_ADMIN, RELOAD, PROCESS, REPLICATION CLIENT, SELECT, SHOW VIEW,"
                      + " EVENT, TRIGGER, LOCK TABLES ON *.* TO ?@'%'");
        });
  }

  private static List<String> outsideSystemSchemas(String privileges) {
    List<String> statements = new ArrayList<>();
    statements.add("GRANT " + privileges + " ON *.* TO ?@'%'");
    for (String schema : SYSTEM_SCHEMAS) {
      statements.add("REVOKE " + privileges + " ON " + schema + ".* FROM ?@'%'");
    }
    return statements;
  }

  /** Kept with the account, so that grants are repeated only when they have changed. */
  String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(String.join(";", statements).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
