/** Tests of the streaming half. */
@NullMarked
package io.makolet.flink;

import org.jspecify.annotations.NullMarked;
