package io.bloodraven.api.mysql;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator account: the one user that Bloodraven acts with in MySQL, also for replication and
 * clone. It may do what those need and no more: no FILE, no SUPER.
 *
 * <p>Values reach SQL as hexadecimal user variables and are quoted by the server itself, so that
 * the statements are constant text and no name or password can break out of them.
 */
public final class OperatorPrivileges {
  /**
   * Held with GRANT OPTION, for users of applications, monitoring and backup get subsets of them.
   */
  private static final List<String> GRANTABLE =
      List.of(
          // on data and schema; also what a rescued tail of a binary log may contain
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "EXECUTE",
          "EVENT",
          "TRIGGER",
          // on the server: users, RESET, what others do, the binary log as a source
          "CREATE USER",
          "RELOAD",
          "PROCESS",
          "SHOW DATABASES",
          "REPLICATION SLAVE",
          "REPLICATION CLIENT",
          // a donor of CLONE asks for it; backup users get it
          "BACKUP_ADMIN");

  /** Held for Bloodraven's own use. */
  private static final List<String> OWN =
      List.of(
          // super_read_only, offline_mode, sql_log_bin, gtid_next
          "SYSTEM_VARIABLES_ADMIN",
          // kill clients and the applier; write while read_only=ON; one more than max_connections
          "CONNECTION_ADMIN",
          "SERVICE_CONNECTION_ADMIN",
          // nobody without it can change or kill this account
          "SYSTEM_USER",
          "REPLICATION_SLAVE_ADMIN",
          "CLONE_ADMIN",
          // replay a rescued tail as it was: row events, foreign definers, tagged GTIDs
          "REPLICATION_APPLIER",
          "SET_ANY_DEFINER",
          "ALLOW_NONEXISTENT_DEFINER",
          "TRANSACTION_GTID_TAG");

  private OperatorPrivileges() {}

  /**
   * An init file for {@code mysqld --initialize-insecure}, one statement a line: makes no GTIDs,
   * creates the account, and gives root@localhost its password, or locks it when there is none.
   */
  public static String initFile(String user, String password, @Nullable String rootPassword) {
    return "SET @bloodraven_user = X'%s', @bloodraven_password = X'%s', @bloodraven_root_password = X'%s';\n"
            .formatted(hex(user), hex(password), rootPassword == null ? "" : hex(rootPassword))
        + constantInitFile();
  }

  /**
   * The POSIX shell function {@code operator_init_file DIRECTORY}, which prints the same init file
   * as {@link #initFile} for the Secret mounted at DIRECTORY: files {@code username}, {@code
   * password} and, if it exists, {@code MYSQL_ROOT_PASSWORD}; a trailing newline is not part of a
   * value. It uses shell builtins only, but for {@code cat}, and no value appears on a command
   * line. Its output is secret: keep it in memory and remove it after the initialisation.
   */
  public static String shellFunction() {
    return """
    hex() ( # builtins only: a password must not show up in the arguments of a process
      LC_ALL=C
      left=$1
      while [ -n "$left" ]; do
        tail=${left#?}
        printf %02x $(($(printf %d "'${left%"$tail"}") & 255))
        left=$tail
      done
    )
    operator_init_file() (
      user=$(cat "$1/username") && password=$(cat "$1/password") || exit 1
      root=
      if [ -e "$1/MYSQL_ROOT_PASSWORD" ]; then root=$(cat "$1/MYSQL_ROOT_PASSWORD") || exit 1; fi
      if [ -z "$user" ] || [ -z "$password" ]; then
        echo "the operator Secret at $1 needs the keys username and password" >&2
        exit 1
      fi
      printf "SET @bloodraven_user = X'%s', @bloodraven_password = X'%s', @bloodraven_root_password = X'%s';\\n" \\
        "$(hex "$user")" "$(hex "$password")" "$(hex "$root")"
      cat <<'END_OF_SQL'
    """
        + constantInitFile()
        + """
        END_OF_SQL
        )
        """;
  }

  private static String constantInitFile() {
    return Stream.of(
            // --initialize does write a binary log
            Stream.of("SET SESSION sql_log_bin = 0"),
            Stream.of(
                "SET @bloodraven_account = CONCAT(QUOTE(CONVERT(@bloodraven_user USING utf8mb4)),"
                    + " '@', QUOTE('%'))"),
            execute(
                "'CREATE USER ', @bloodraven_account, ' IDENTIFIED BY ',"
                    + " QUOTE(CONVERT(@bloodraven_password USING utf8mb4))"),
            execute(
                "'GRANT "
                    + String.join(", ", GRANTABLE)
                    + " ON *.* TO ', @bloodraven_account, ' WITH GRANT OPTION'"),
            execute("'GRANT " + String.join(", ", OWN) + " ON *.* TO ', @bloodraven_account"),
            execute(
                "'ALTER USER root@localhost ',"
                    + " IF(@bloodraven_root_password = '', 'ACCOUNT LOCK', CONCAT('IDENTIFIED BY ',"
                    + " QUOTE(CONVERT(@bloodraven_root_password USING utf8mb4))))"))
        .flatMap(statements -> statements)
        .map(statement -> statement + ";\n")
        .collect(Collectors.joining());
  }

  private static Stream<String> execute(String parts) {
    return Stream.of(
        "SET @bloodraven_statement = CONCAT(" + parts + ")",
        "PREPARE bloodraven FROM @bloodraven_statement",
        "EXECUTE bloodraven",
        "DEALLOCATE PREPARE bloodraven");
  }

  private static String hex(String value) {
    return HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
  }
}
