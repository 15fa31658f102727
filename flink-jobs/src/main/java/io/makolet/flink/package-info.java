/** The streaming half: events and definitions in; views, transitions and dead letters out. */
@NullMarked
package io.makolet.flink;

import org.jspecify.annotations.NullMarked;
