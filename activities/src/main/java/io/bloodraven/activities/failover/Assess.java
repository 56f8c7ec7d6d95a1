package io.bloodraven.activities.failover;

import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.sidecar.Answer;
import io.bloodraven.activities.sidecar.RelayedSidecars;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.Assessment.SiteAnswer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks everything that the decision needs, all at once: every sidecar, every server, and the fence
 * if the old primary's server is dead. Late answers count as none.
 */
final class Assess {
  private static final Duration CALL_LIMIT = Duration.ofMillis(450);
  private static final Duration TOTAL_LIMIT = Duration.ofMillis(500);

  private final RelayedSidecars sidecars;
  private final OperatorSessions sessions;

  Assess(RelayedSidecars sidecars, OperatorSessions sessions) {
    this.sidecars = sidecars;
    this.sessions = sessions;
  }

  private record Question(
      String site, FutureTask<Optional<Answer<Heartbeat>>> status, FutureTask<Boolean> probe) {}

  Assessment run(GroupRef group, List<String> sites, String from, long epoch) {
    long end = System.nanoTime() + TOTAL_LIMIT.toNanos();
    List<Question> questions = new ArrayList<>();
    for (String site : sites) {
      questions.add(
          new Question(
              site,
              start(() -> sidecars.status(group, site, sites, CALL_LIMIT)),
              start(() -> mysqlAnswers(group, site))));
    }
    FutureTask<Optional<Answer<FenceReply>>> fence =
        start(() -> from.isEmpty() ? Optional.empty() : fenceIfDead(group, sites, from, epoch));
    List<SiteAnswer> answers = new ArrayList<>();
    for (Question question : questions) {
      Optional<Answer<Heartbeat>> status = result(question.status, end, Optional.empty());
      answers.add(
          new SiteAnswer(
              question.site,
              status.map(Answer::reply).orElse(null),
              status.map(Answer::relayedBy).orElse(""),
              result(question.probe, end, false)));
    }
    return new Assessment(
        answers, result(fence, end, Optional.empty()).map(Answer::reply).orElse(null));
  }

  private Optional<Answer<FenceReply>> fenceIfDead(
      GroupRef group, List<String> sites, String from, long epoch) {
    return sidecars.fence(
        new FenceRequest(
            group.namespace(), group.name(), from, epoch, true, "its mysqld is dead: failing over"),
        sites,
        CALL_LIMIT);
  }

  private boolean mysqlAnswers(GroupRef group, String site) {
    try {
      return sessions.call(
          group, site, CALL_LIMIT, session -> session.value("SELECT 1").equals("1"));
    } catch (SQLException e) {
      return false;
    }
  }

  private static <T> FutureTask<T> start(Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    Thread.startVirtualThread(task);
    return task;
  }

  private static <T> T result(FutureTask<T> task, long end, T late) {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return late;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
