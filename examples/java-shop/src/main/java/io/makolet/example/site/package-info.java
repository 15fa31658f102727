/** A shop's page, made on the server. */
@NullMarked
package io.makolet.example.site;

import org.jspecify.annotations.NullMarked;
