package io.bloodraven.playground.cluster;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code chaos.sh} did.
 *
 * @param site where, {@code -} when it concerns no site
 * @param at when, to the millisecond
 */
public record InjectedFault(String fault, String site, Instant at) {
  private static final Pattern REPORT = Pattern.compile("at=(\\d+) fault=(\\S+) site=(\\S+)");

  /** Finds it in the script's output. */
  static InjectedFault parse(String output) {
    Matcher matcher = REPORT.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("chaos.sh did not say what it did: " + output);
    }
    return new InjectedFault(
        matcher.group(2), matcher.group(3), Instant.ofEpochMilli(Long.parseLong(matcher.group(1))));
  }
}
