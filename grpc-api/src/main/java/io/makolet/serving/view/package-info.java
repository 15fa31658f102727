/** The packed layout in which customer views are stored: written once by the tail, read in place by requests. */
@NullMarked
package io.makolet.serving.view;

import org.jspecify.annotations.NullMarked;
