package io.bloodraven.api.crd;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as manifests write them: {@code 500ms}, {@code 2.5s}, {@code 1h30m}. */
public final class Durations {
  /** Bounds the cost of the rules that read them. */
  static final long MAX_LENGTH = 32;

  private static final String PATTERN = "^([0-9]+([.][0-9]+)?(ms|s|m|h))+$";

  /** CEL rule: {@code FROM + "1s" + TO + "5m" + END}. */
  static final String FROM = "self.matches('" + PATTERN + "') && duration(self) >= duration('";

  /** Goes on with the rule. */
  static final String TO = "') && duration(self) <= duration('";

  /** Ends the rule. */
  static final String END = "')";

  /** Ends the message of the rule: what to do. */
  static final String HOW_TO_WRITE = ": write it like 500ms, 2.5s, 5m or 1h30m";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private Durations() {}

  /**
   * Reads one, as the API server does: no finer than a nanosecond, no longer than 292 years.
   *
   * @throws IllegalArgumentException when it is none; says what would be one
   */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no duration" + HOW_TO_WRITE);
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
    }
    if (sum.compareTo(MOST_NANOS) > 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is too long for a duration: 2562047h is the most");
    }
    return Duration.ofNanos(sum.longValue());
  }

  /**
   * Reads one that may be a number of seconds.
   *
   * @throws IllegalArgumentException when it is none; says what would be one
   */
  public static Duration parse(IntOrString value) {
    return value.getIntVal() == null
        ? parse(value.getStrVal())
        : Duration.ofSeconds(value.getIntVal());
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }
}
