/** What callers see: the gRPC services, their errors and metrics. */
@NullMarked
package io.makolet.serving.api;

import org.jspecify.annotations.NullMarked;
