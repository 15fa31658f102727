/** Each number that Makolet claims: how it is measured on a running system. */
@NullMarked
package io.makolet.benchmarks;

import org.jspecify.annotations.NullMarked;
