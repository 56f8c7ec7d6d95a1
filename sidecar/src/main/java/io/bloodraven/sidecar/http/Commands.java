package io.bloodraven.sidecar.http;

import com.sun.net.httpserver.HttpExchange;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The four commands: a request record in, the lease's reply record out. */
public final class Commands {
  static final List<String> NAMES = List.of("vouch", "claim", "open", "fence");

  /** Above what the lease itself takes for any of them. */
  private static final long LIMIT_MILLIS = 13_000;

  private final Control control;

  public Commands(Control control) {
    this.control = control;
  }

  void serve(String name, HttpExchange exchange)
      throws IOException, InterruptedException, BadInput, Exchanges.TooLarge {
    Fields fields = Fields.parse(Exchanges.body(exchange));
    CompletionStage<Record> asked =
        switch (name) {
          case "vouch" -> control.vouch(vouch(fields));
          case "claim" -> control.claim(claim(fields));
          case "open" -> control.open(open(fields));
          case "fence" -> control.fence(fence(fields));
          default -> throw new IllegalArgumentException(name);
        };
    try {
      Record reply = asked.toCompletableFuture().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      Exchanges.answer(exchange, refusal(reply) == Refusal.NONE ? 200 : 409, reply);
    } catch (ExecutionException | TimeoutException e) {
      Exchanges.error(exchange, 503, "no answer can be given now; ask again");
    }
  }

  private static Refusal refusal(Record reply) {
    return switch (reply) {
      case VouchReply vouch -> vouch.refusal();
      case ClaimReply claim -> claim.refusal();
      case OpenReply open -> open.refusal();
      case FenceReply fence -> fence.refusal();
      default -> throw new IllegalArgumentException("not a reply: " + reply);
    };
  }

  private static VouchRequest vouch(Fields fields) throws BadInput {
    return new VouchRequest(
        fields.text("namespace"),
        fields.text("group"),
        fields.text("holderSite"),
        fields.text("holderPodUid"),
        fields.number("epoch", 1));
  }

  private static ClaimRequest claim(Fields fields) throws BadInput {
    return new ClaimRequest(
        fields.text("namespace"),
        fields.text("group"),
        fields.text("site"),
        fields.number("epoch", 1),
        fields.proofs("proofs"));
  }

  private static OpenRequest open(Fields fields) throws BadInput {
    return new OpenRequest(
        fields.text("namespace"),
        fields.text("group"),
        fields.text("site"),
        fields.number("epoch", 1),
        fields.proofs("proofs"),
        fields.number("waitMillis", 0));
  }

  private static FenceRequest fence(Fields fields) throws BadInput {
    return new FenceRequest(
        fields.text("namespace"),
        fields.text("group"),
        fields.text("site"),
        fields.number("epoch", 1),
        fields.flag("onlyIfDead"),
        fields.text("reason"));
  }
}
