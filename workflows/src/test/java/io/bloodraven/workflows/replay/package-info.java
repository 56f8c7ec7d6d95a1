/** Histories of workflows that ran once, replayed on the workflows of today. */
@NullMarked
package io.bloodraven.workflows.replay;

import org.jspecify.annotations.NullMarked;
