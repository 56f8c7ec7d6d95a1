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
 *
 * @param withheld schemas on which the user must have nothing, in spite of what it has everywhere
 */
record UserGrants(List<String> statements, List<String> withheld) {
  private static final String ON_DATA =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES,"
          + " CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW, SHOW VIEW, CREATE ROUTINE,"
          + " ALTER ROUTINE, EXECUTE, EVENT, TRIGGER";
  private static final String ON_READ = "SELECT, SHOW VIEW";

  /** The last one is Bloodraven's own: who writes there can hold off a dead-man's switch. */
  private static final List<String> SYSTEM_SCHEMAS = List.of("mysql", "sys", "bloodraven");

  UserGrants {
    statements = List.copyOf(statements);
    withheld = List.copyOf(withheld);
  }

  static UserGrants of(LoginKind kind) {
    return switch (kind) {
      case APP -> outsideSystemSchemas(ON_DATA);
      case READ_ONLY -> outsideSystemSchemas(ON_READ);
      case MONITOR ->
          everywhere(
              "GRANT PROCESS, REPLICATION CLIENT ON *.* TO ?@'%'",
              "GRANT SELECT ON performance_schema.* TO ?@'%'");
      case BACKUP ->
          everywhere(
              "GRANT BACKUP_ADMIN, RELOAD, PROCESS, REPLICATION CLIENT, SELECT, SHOW VIEW,"
                  + " EVENT, TRIGGER, LOCK TABLES ON *.* TO ?@'%'");
    };
  }

  private static UserGrants everywhere(String... statements) {
    return new UserGrants(List.of(statements), List.of());
  }

  private static UserGrants outsideSystemSchemas(String privileges) {
    List<String> statements = new ArrayList<>();
    statements.add("GRANT " + privileges + " ON *.* TO ?@'%'");
    for (String schema : SYSTEM_SCHEMAS) {
      // what is not there need not be taken away: another attempt may be at work
      statements.add("REVOKE IF EXISTS " + privileges + " ON " + schema + ".* FROM ?@'%'");
    }
    return new UserGrants(statements, SYSTEM_SCHEMAS);
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
