package io.bloodraven.sidecar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.lease.FenceProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON object from the network, read field by field so that a refusal can name the field. */
final class Fields {
  private static final JsonFactory PARSERS = new JsonFactory();
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_PROOFS = 64;

  private final Map<?, ?> map;
  private final String path;

  private Fields(Map<?, ?> map, String path) {
    this.map = map;
    this.path = path;
  }

  static Fields parse(byte[] body) throws BadInput {
    try (JsonParser parser = PARSERS.createParser(body)) {
      Object value = JSON.std.anyFrom(parser);
      if (value instanceof Map<?, ?> map && parser.nextToken() == null) {
        return new Fields(map, "");
      }
      throw new BadInput("the body must be a JSON object, and nothing else");
    } catch (IOException e) {
      throw new BadInput("the body is not JSON");
    }
  }

  String text(String name) throws BadInput {
    if (map.get(name) instanceof String text && !text.isEmpty() && text.length() <= LONGEST_TEXT) {
      return text;
    }
    throw new BadInput(path + name + " must be a text of 1 to " + LONGEST_TEXT + " characters");
  }

  /** A whole number from 0 up; epochs start with 1. */
  long number(String name, long least) throws BadInput {
    Object value = map.get(name);
    if ((value instanceof Integer || value instanceof Long)
        && ((Number) value).longValue() >= least
        && ((Number) value).longValue() < Long.MAX_VALUE / 8) {
      return ((Number) value).longValue();
    }
    throw new BadInput(path + name + " must be a whole number, at least " + least);
  }

  boolean flag(String name) throws BadInput {
    if (map.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw new BadInput(path + name + " must be true or false");
  }

  /** Absent means none. */
  List<FenceProof> proofs(String name) throws BadInput {
    Object value = map.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > MOST_PROOFS) {
      throw new BadInput(path + name + " must be a list of at most " + MOST_PROOFS);
    }
    List<FenceProof> proofs = new ArrayList<>();
    for (Object element : list) {
      String at = path + name + "[" + proofs.size() + "].";
      if (!(element instanceof Map<?, ?> object)) {
        throw new BadInput(at + " must be an object");
      }
      Fields proof = new Fields(object, at);
      proofs.add(
          new FenceProof(
              proof.text("holderSite"),
              proof.text("holderPodUid"),
              proof.number("heldEpoch", 1),
              proof.number("residualMillis", 0)));
    }
    return proofs;
  }
}
