package io.bloodraven.playground.mysql;

import java.sql.SQLException;
import java.util.Set;

/** What an error of the server tells a client about the statement it sent. */
public final class Failure {
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int NO_SUCH_TABLE = 1146;

  /**
   * Errors by which a server refuses a write before it begins: read-only in its forms, access, and
   * things that do not exist. Every other error may come after the commit was under way.
   */
  private static final Set<Integer> REFUSALS =
      Set.of(1044, 1045, UNKNOWN_DATABASE, 1142, NO_SUCH_TABLE, 1290, 1836, 3032);

  private Failure() {}

  /** Whether it is certain that the statement changed nothing. */
  public static boolean isRefusal(SQLException error) {
    return REFUSALS.contains(error.getErrorCode());
  }

  /** Whether the schema or the table has yet to be created. */
  public static boolean isMissingTable(SQLException error) {
    return error.getErrorCode() == UNKNOWN_DATABASE || error.getErrorCode() == NO_SUCH_TABLE;
  }

  /** The error in one word for a record: the server's number, or the SQL state. */
  public static String code(SQLException error) {
    if (error.getErrorCode() != 0) {
      return Integer.toString(error.getErrorCode());
    }
    String state = error.getSQLState();
    return state == null ? "none" : state;
  }

  /** The error for people, on one line. */
  public static String describe(SQLException error) {
    return code(error) + ": " + String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
