package io.bloodraven.playground.e2e;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The quiet group is watched before anything else needs the playground, so that all tests that only
 * reckon can do so meanwhile; and they are told to wait for it to come up.
 */
public final class QuietFirst implements ClassOrderer {
  @Override
  public void orderClasses(ClassOrdererContext context) {
    context.getClassDescriptors().sort(Comparator.comparing(test -> !isQuiet(test)));
    if (context.getClassDescriptors().stream().anyMatch(QuietFirst::isQuiet)) {
      SharedPlayground.expect();
    }
  }

  private static boolean isQuiet(ClassDescriptor test) {
    return test.getTestClass().equals(QuietE2eIT.class);
  }
}
