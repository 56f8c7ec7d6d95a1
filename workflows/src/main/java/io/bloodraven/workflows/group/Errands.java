package io.bloodraven.workflows.group;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What runs beside the entity's loop, each under a name; at most one of a name at a time. The loop
 * collects what is finished, so that state changes in one place only.
 */
final class Errands {
  private record Errand<T>(
      Promise<T> promise,
      CancellationScope scope,
      Consumer<T> whenDone,
      Consumer<RuntimeException> whenFailed) {
    void settle() {
      RuntimeException failure = promise.getFailure();
      if (failure == null) {
        whenDone.accept(promise.get());
      } else {
        whenFailed.accept(failure);
      }
    }
  }

  private final Map<String, Errand<?>> running = new LinkedHashMap<>();

  <T> void start(
      String name,
      Supplier<Promise<T>> work,
      Consumer<T> whenDone,
      Consumer<RuntimeException> whenFailed) {
    List<Promise<T>> begun = new ArrayList<>();
    CancellationScope scope = Workflow.newCancellationScope(() -> begun.add(work.get()));
    scope.run();
    running.put(name, new Errand<>(begun.getFirst(), scope, whenDone, whenFailed));
  }

  boolean isRunning(String name) {
    return running.containsKey(name);
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** Names of the running errands that begin so, without that beginning. */
  Set<String> running(String beginning) {
    return running.keySet().stream()
        .filter(name -> name.startsWith(beginning))
        .map(name -> name.substring(beginning.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean anyFinished() {
    return running.values().stream().anyMatch(errand -> errand.promise().isCompleted());
  }

  /** Takes note of everything that is finished. */
  void collect() {
    List<Errand<?>> finished = new ArrayList<>();
    running
        .values()
        .removeIf(errand -> {
          boolean completed = errand.promise().isCompleted();
          if (completed) {
            finished.add(errand);
          }
          return completed;
        });
    finished.forEach(Errand::settle);
  }

  /** Calls off one errand, if it runs; what comes of it is no longer looked at. */
  void callOffOne(String name) {
    Errand<?> unwanted = running.remove(name);
    if (unwanted != null) {
      unwanted.scope().cancel();
    }
  }

  /** Calls off the errands that begin so; what comes of them is no longer looked at. */
  void callOff(String beginning) {
    List<Errand<?>> unwanted = new ArrayList<>();
    running
        .entrySet()
        .removeIf(entry -> entry.getKey().startsWith(beginning) && unwanted.add(entry.getValue()));
    unwanted.forEach(errand -> errand.scope().cancel());
  }
}
