/** What the playground's command lines have in common. */
@NullMarked
package io.bloodraven.playground.command;

import org.jspecify.annotations.NullMarked;
