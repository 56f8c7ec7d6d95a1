/** The attempt of an activity that is running, and the failures it may end with. */
@NullMarked
package io.bloodraven.activities.attempt;

import org.jspecify.annotations.NullMarked;
