/**
 * Real servers for tests: mysqld, etcd with the Kubernetes API server, Temporal. Each is a plain
 * process on ephemeral ports of 127.0.0.1, needs no root, writes its log and data below the
 * module's {@code target/servers} and is closed by JUnit's {@code @AutoClose}.
 */
@NullMarked
package io.bloodraven.testing;

import org.jspecify.annotations.NullMarked;
