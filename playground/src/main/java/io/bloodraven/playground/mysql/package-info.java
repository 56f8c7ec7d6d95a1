/** How the playground's own clients reach MySQL, and what an error of theirs means. */
@NullMarked
package io.bloodraven.playground.mysql;

import org.jspecify.annotations.NullMarked;
