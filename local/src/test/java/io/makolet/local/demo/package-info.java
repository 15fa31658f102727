@NullMarked
package io.makolet.local.demo;

import org.jspecify.annotations.NullMarked;
