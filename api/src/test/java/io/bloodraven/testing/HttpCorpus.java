package io.bloodraven.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/**
 * Requests kept as text files. A file is a request as it is sent, with {@code {token}} and {@code
 * {length}} to be filled in; lines of the head end as HTTP wants.
 */
public final class HttpCorpus {
  private HttpCorpus() {}

  /** All files of the folder. */
  public static Corpus read(Path folder, String token) {
    return Corpus.read(folder, text -> request(text, token));
  }

  private static byte[] request(String text, String token) {
    int end = text.indexOf("\n\n");
    String body = text.substring(end + 2).strip();
    String head =
        text.substring(0, end + 2)
            .replace("{token}", token)
            .replace("{length}", Integer.toString(body.getBytes(UTF_8).length))
            .replace("\n", "\r\n");
    return (head + body).getBytes(UTF_8);
  }
}
