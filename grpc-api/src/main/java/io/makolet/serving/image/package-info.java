/** Offers as pictures, for mails that are opened later than they are sent. */
@NullMarked
package io.makolet.serving.image;

import org.jspecify.annotations.NullMarked;
