/** The DNS record of a group, as external-dns takes it. */
@NullMarked
package io.bloodraven.activities.dns;

import org.jspecify.annotations.NullMarked;
