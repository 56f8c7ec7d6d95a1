package io.bloodraven.workflows.replay;

import static org.awaitility.Awaitility.await;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.group.Admission;
import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.ResourceChange;
import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import java.time.Duration;
import java.util.Locale;

/** What happens to a group, so that its workflows have something to remember. */
enum Story {
  /** The active site dies; another one is promoted; the dead one returns as a replica. */
  CRASH {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      temporal.cluster.crash("iad");
      tell(temporal, "w1", "w2");
      awaitActive(temporal, "pdx");
      temporal.cluster.restart("iad");
      tell(temporal, "w1");
      await().until(() -> temporal.cluster.sourceOf("iad").equals("pdx"));
      tell(temporal, "w1");
      awaitPhase(temporal, "Ready");
    }
  },

  /** The active site falls silent: it is fenced while another one gets ready. */
  SILENCE {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      temporal.cluster.isolate("iad");
      tell(temporal, "w1", "w2");
      awaitActive(temporal, "pdx");
    }
  },

  /** The best candidate cannot apply what it received, and a person accepts the loss. */
  ACCEPTED_LOSS {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      temporal.cluster.crash("iad");
      temporal.cluster.receive("pdx", "iad", 5);
      temporal.cluster.breakApplier("pdx");
      tell(temporal, "w1");
      await().until(() -> waitsForAPerson(temporal));
      temporal.failover(2).retryStep();
      await().until(() -> temporal.activities.count("prepare") > 1 && waitsForAPerson(temporal));
      temporal.failover(2).skipStep("the data can be made again");
      awaitActive(temporal, "sfo");
    }

    private static boolean waitsForAPerson(TestingTemporal temporal) {
      return temporal.activities.count("prepare") > 0
          && temporal.failover(2).progress().waitingFor().contains("skipStep accepts a loss");
    }
  },

  /** The old primary comes back with transactions that nobody else has. */
  DIVERGENCE {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      temporal.cluster.commitAlone("iad", 3);
      temporal.cluster.crash("iad");
      tell(temporal, "w1");
      awaitActive(temporal, "pdx");
      temporal.cluster.restart("iad");
      tell(temporal, "w1");
      await().until(() -> temporal.activities.eventReasons().contains("DataLossDetected"));
    }
  },

  /** A blocked site is passed over twice, and promoted when a person admits it. */
  BARRED(3) {
    @Override
    TestingCluster cluster() {
      return new TestingCluster(group(), "iad", "pdx", "sfo")
          .withCooldown(Duration.ofMillis(1))
          .running("iad", 1);
    }

    @Override
    void play(TestingTemporal temporal) {
      DIVERGENCE.play(temporal);
      tell(temporal, "w1");
      await().until(() -> temporal.cluster.sourceOf("sfo").equals("pdx"));
      temporal.cluster.crash("pdx");
      tell(temporal, "w1", "w2");
      awaitActive(temporal, "sfo");
      temporal.cluster.crash("sfo");
      tell(temporal, "w1", "w2");
      await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
      temporal.running().admitSite(new Admission("iad", "00000000"));
      awaitActive(temporal, "iad");
    }
  },

  /** A new group is built up, changed and deleted. */
  LIFE(1) {
    @Override
    TestingCluster cluster() {
      return new TestingCluster(group(), "iad", "pdx");
    }

    @Override
    void play(TestingTemporal temporal) {
      temporal.resourceChanged(new ResourceChange(1, false, ""));
      tell(temporal, "w1");
      awaitActive(temporal, "iad");
      temporal.cluster.commit(10);
      tell(temporal, "w1");
      await().until(() -> temporal.cluster.sourceOf("pdx").equals("iad"));
      tell(temporal, "w1");
      awaitPhase(temporal, "Ready");
      long applied = temporal.activities.count("applyObjects");
      temporal.resourceChanged(new ResourceChange(1, false, "Service/mysql-life-primary"));
      await().until(() -> temporal.activities.count("applyObjects") > applied);
      temporal.cluster.delete();
      temporal.resourceChanged(new ResourceChange(2, true, ""));
      await().until(() -> temporal.activities.count("release") > 0);
    }
  },

  /** The first candidate of a new group answers late: it is waited for, as it was not once. */
  LATE_CANDIDATE(1) {
    @Override
    TestingCluster cluster() {
      return new TestingCluster(group(), "iad", "pdx");
    }

    @Override
    void play(TestingTemporal temporal) {
      temporal.activities.miss("iad", 1);
      temporal.resourceChanged(new ResourceChange(1, false, ""));
      tell(temporal, "w1");
      awaitActive(temporal, "iad");
    }
  },

  /** A standby leaves the manifest, then the active site, which goes once the primary has moved. */
  REMOVAL {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      remove(temporal, "sfo");
      await().until(() -> !temporal.cluster.exists("sfo"));
      remove(temporal, "iad");
      await().until(() -> temporal.activities.eventReasons().contains("ActiveSiteRemoved"));
      temporal.cluster.crash("iad");
      tell(temporal, "w1", "w2");
      awaitActive(temporal, "pdx");
      tell(temporal, "w1");
      await().until(() -> !temporal.cluster.exists("iad"));
      temporal.resourceChanged(new ResourceChange(4, false, "Pod/mysql-removal-pdx-1"));
      long applied = temporal.activities.count("applyObjects");
      await().until(() -> temporal.activities.count("applyObjects") > applied);
      temporal.resourceChanged(new ResourceChange(4, true, ""));
      await().until(() -> temporal.activities.count("isLeaving") > 0);
    }

    @Override
    TestingCluster cluster() {
      return new TestingCluster(group(), "iad", "pdx", "sfo", "ams").running("iad", 1);
    }

    private static void remove(TestingTemporal temporal, String site) {
      temporal.cluster.removeFromSpec(site);
      temporal.resourceChanged(new ResourceChange(temporal.cluster.generation(), false, ""));
    }
  },

  /** The group's state is carried into a new run, which then has a crash to deal with. */
  CARRIED_OVER {
    @Override
    void play(TestingTemporal temporal) {
      settle(temporal);
      String first = run(temporal);
      for (int i = 0; i < 400 && run(temporal).equals(first); i++) {
        tell(temporal, "w1");
      }
      await().until(() -> !run(temporal).equals(first));
      temporal.cluster.crash("iad");
      tell(temporal, "w1");
      awaitActive(temporal, "pdx");
    }

    private static String run(TestingTemporal temporal) {
      return temporal
          .client()
          .newUntypedWorkflowStub(temporal.cluster.group.workflowId())
          .describe()
          .getExecution()
          .getRunId();
    }
  };

  private final long failoverEpoch;

  Story() {
    this(2);
  }

  Story(long failoverEpoch) {
    this.failoverEpoch = failoverEpoch;
  }

  /** Has it happen; what was begun need not be finished at the end. */
  abstract void play(TestingTemporal temporal);

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Epoch that its failover is started for. */
  long failoverEpoch() {
    return failoverEpoch;
  }

  GroupRef group() {
    return new GroupRef("default", title());
  }

  /** Where it happens. */
  TestingCluster cluster() {
    return new TestingCluster(group(), "iad", "pdx", "sfo").running("iad", 1);
  }

  private static void settle(TestingTemporal temporal) {
    tell(temporal, "w1");
    awaitActive(temporal, "iad");
    awaitPhase(temporal, "Ready");
  }

  private static void tell(TestingTemporal temporal, String... watchers) {
    for (String watcher : watchers) {
      temporal.tell(watcher);
    }
  }

  private static void awaitActive(TestingTemporal temporal, String site) {
    await().until(() -> temporal.running().view().activeSite().equals(site));
  }

  private static void awaitPhase(TestingTemporal temporal, String phase) {
    await()
        .until(() ->
            temporal
                .activities
                .status()
                .map(DecidedStatus::phase)
                .filter(phase::equals)
                .isPresent());
  }
}
