/** The sites' MySQL servers: connections with deadlines, typed queries, and what is done by SQL. */
@NullMarked
package io.bloodraven.activities.mysql;

import org.jspecify.annotations.NullMarked;
