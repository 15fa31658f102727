@NullMarked
package io.makolet.domain.customer;

import org.jspecify.annotations.NullMarked;
