package io.bloodraven.api.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * What the bytes under a Secret's key mean: UTF-8, without the newlines at the end, which are an
 * editor's and not the password's. All else counts, blanks too. The start script gives the account
 * its password by {@code $(cat file)}, so whoever logs in must read it like that shell does.
 */
public final class SecretValue {
  private SecretValue() {}

  /** The same of what the Kubernetes API answers. */
  public static String ofBase64(String content) {
    return of(Base64.getDecoder().decode(content));
  }

  /** The value; empty when there is nothing but newlines. */
  public static String of(byte[] content) {
    String text = new String(content, UTF_8);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end);
  }
}
