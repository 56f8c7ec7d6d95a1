package io.bloodraven.sidecar;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Log lines that carry group, site and epoch; a message is stable text, the rest are pairs. */
public final class SidecarLog {
  private static final System.Logger LOGGER = System.getLogger("io.bloodraven.sidecar");

  private final String group;
  private final String site;
  private final LongSupplier epoch;

  /**
   * @param epoch highest epoch seen, asked at each line
   */
  public SidecarLog(String group, String site, LongSupplier epoch) {
    this.group = group;
    this.site = site;
    this.epoch = epoch;
  }

  /** Something that is as it should be and worth a line. */
  public void info(String message, @Nullable Object... pairs) {
    log(System.Logger.Level.INFO, message, pairs);
  }

  /** Something that is not as it should be. */
  public void warn(String message, @Nullable Object... pairs) {
    log(System.Logger.Level.WARNING, message, pairs);
  }

  private void log(System.Logger.Level level, String message, @Nullable Object... pairs) {
    if (!LOGGER.isLoggable(level)) {
      return;
    }
    StringBuilder line = new StringBuilder();
    append(line, "group", group);
    append(line, "site", site);
    append(line, "epoch", epoch.getAsLong());
    append(line, "msg", message);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      append(line, String.valueOf(pairs[i]), pairs[i + 1]);
    }
    LOGGER.log(level, () -> line.toString());
  }

  private static void append(StringBuilder line, String key, @Nullable Object value) {
    String text = String.valueOf(value);
    line.append(line.isEmpty() ? "" : " ").append(key).append('=');
    if (text.chars().allMatch(c -> c > ' ' && c != '"' && c != '=')) {
      line.append(text);
    } else {
      line.append('"').append(text.replace("\"", "'").replaceAll("\\p{Cntrl}+", " ")).append('"');
    }
  }
}
