/** Proof from outside: clients that write to every site, and what their record says. */
@NullMarked
package io.bloodraven.playground.ledger;

import org.jspecify.annotations.NullMarked;
