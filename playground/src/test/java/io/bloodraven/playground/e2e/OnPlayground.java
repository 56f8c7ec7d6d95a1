package io.bloodraven.playground.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that needs the whole playground, and the machine, and gets it as a {@link LivePlayground}
 * parameter; settled before each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedPlayground.class)
@ResourceLock("processors")
@interface OnPlayground {}
