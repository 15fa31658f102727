/** Names of customers that reveal nobody: for links in mails. */
@NullMarked
package io.makolet.serving.token;

import org.jspecify.annotations.NullMarked;
