package io.bloodraven.activities.kubernetes;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Makes control tokens: 256 random bits each. */
public final class ControlTokens implements Supplier<String> {
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String get() {
    byte[] token = new byte[BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }
}
