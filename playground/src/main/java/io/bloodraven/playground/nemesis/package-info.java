/**
 * Breaks the playground at random, several things at a time, and judges from outside what came of
 * it: by the ledger of clients that write to every server all the time, never by what Bloodraven
 * says of itself.
 */
@NullMarked
package io.bloodraven.playground.nemesis;

import org.jspecify.annotations.NullMarked;
