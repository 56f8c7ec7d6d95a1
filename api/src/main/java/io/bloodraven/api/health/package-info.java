/** What sidecars say of themselves, and what a vantage point makes of it. */
@NullMarked
package io.bloodraven.api.health;

import org.jspecify.annotations.NullMarked;
