package io.bloodraven.workflows.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.bloodraven.testing.Corpus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;

/**
 * Signals as anybody may send them, with no client to keep the types: a first line with the
 * signal's name and its argument's encoding, an empty line, and the argument's bytes.
 */
public final class RawSignals {
  private static final Path CORPUS = Path.of("src/test/resources/io/bloodraven/workflows/signals");

  private final WorkflowClient client;
  private final String workflowId;

  /** To that workflow. */
  public RawSignals(WorkflowClient client, String workflowId) {
    this.client = client;
    this.workflowId = workflowId;
  }

  /** Those that are kept as files. */
  public static Corpus corpus() {
    return Corpus.read(CORPUS, text -> text.strip().getBytes(UTF_8));
  }

  /** Sends it; the server itself may refuse it, but for no other reason than the signal. */
  public void send(byte[] signal) {
    String text = new String(signal, ISO_8859_1); // a character for each byte, whatever it is
    int end = Math.max(0, text.indexOf('\n'));
    String[] head = text.substring(0, end).split(" ", 2);
    byte[] argument = text.substring(end).getBytes(ISO_8859_1);
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .signalWorkflowExecution(
              SignalWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                  .setSignalName(head[0])
                  .setInput(
                      Payloads.newBuilder()
                          .addPayloads(
                              Payload.newBuilder()
                                  .putMetadata(
                                      "encoding",
                                      ByteString.copyFromUtf8(head.length > 1 ? head[1] : ""))
                                  .setData(ByteString.copyFrom(argument))))
                  .build());
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        throw refused;
      }
    }
  }
}
