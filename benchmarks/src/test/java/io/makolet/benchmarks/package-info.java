@NullMarked
package io.makolet.benchmarks;

import org.jspecify.annotations.NullMarked;
