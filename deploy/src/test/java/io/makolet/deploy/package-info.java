/** Keeps the manifests, the alerts and the dashboards valid, and in step with the code they deploy. */
@NullMarked
package io.makolet.deploy;

import org.jspecify.annotations.NullMarked;
