/**
 * The resource that users write, {@code MysqlFailoverGroup}, as Java records. The schema in {@code
 * deploy/crds} is generated from them. A field that the user left out has its default here too, not
 * only where the API server filled it in.
 */
@NullMarked
package io.bloodraven.api.crd;

import org.jspecify.annotations.NullMarked;
