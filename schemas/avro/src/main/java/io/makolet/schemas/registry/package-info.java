/** A schema registry of our own, for one machine: Apicurio as a child process. */
@NullMarked
package io.makolet.schemas.registry;

import org.jspecify.annotations.NullMarked;
