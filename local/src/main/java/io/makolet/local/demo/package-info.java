/** The system with a real shop's year in it, and the shop's customers who go on shopping. */
@NullMarked
package io.makolet.local.demo;

import org.jspecify.annotations.NullMarked;
