package io.bloodraven.playground.command;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a person what went wrong, in one line instead of a stack trace; exit status 1. */
public final class OneLineErrors implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception error, CommandLine line, ParseResult result) {
    // The messages of these two are written for people; those of others need their type.
    boolean told =
        error instanceof IllegalStateException || error instanceof IllegalArgumentException;
    line.getErr().println(line.getCommandName() + ": " + (told ? error.getMessage() : error));
    return 1;
  }
}
