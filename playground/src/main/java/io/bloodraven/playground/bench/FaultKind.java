package io.bloodraven.playground.bench;

/** The faults that are measured, by the name the benchmark gives them. */
public enum FaultKind {
  CRASH("crash", "kill-mysqld"),
  ISOLATE("isolate", "isolate"),
  FREEZE("freeze", "freeze"),
  SITE_LOSS("site-loss", "kill-site");

  private final String label;
  private final String fault;

  FaultKind(String label, String fault) {
    this.label = label;
    this.fault = fault;
  }

  /** What chaos.sh calls it. */
  String fault() {
    return fault;
  }

  @Override
  public String toString() {
    return label;
  }
}
