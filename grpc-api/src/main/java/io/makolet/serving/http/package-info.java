/** The HTTP port: JSON and gRPC-Web, answers for mailers and pages, events taken in, health and metrics. */
@NullMarked
package io.makolet.serving.http;

import org.jspecify.annotations.NullMarked;
