/** A mailer: the best offers for each of many customers, by SMTP, so that a crash skips nobody. */
@NullMarked
package io.makolet.example.mail;

import org.jspecify.annotations.NullMarked;
