/** What every mysqld of a group has in common: the operator account that Bloodraven acts with. */
@NullMarked
package io.bloodraven.api.mysql;

import org.jspecify.annotations.NullMarked;
