package io.bloodraven.playground.e2e;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The quiet group is watched before anything else needs the playground, so that all tests that only
 * reckon can do so meanwhile; they are told to wait for it to come up. The test that leaves a site
 * blocked comes last: nobody needs that site any more.
 */
public final class PlaygroundOrder implements ClassOrderer {
  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.<ClassDescriptor, Boolean>comparing(test -> !is(test, QuietE2eIT.class))
                .thenComparing(test -> is(test, DivergenceE2eIT.class)));
    if (context.getClassDescriptors().stream().anyMatch(test -> is(test, QuietE2eIT.class))) {
      SharedPlayground.expect();
    }
  }

  private static boolean is(ClassDescriptor test, Class<?> one) {
    return test.getTestClass().equals(one);
  }
}
