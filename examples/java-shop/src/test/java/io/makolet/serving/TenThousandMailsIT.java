package io.makolet.serving;

import org.junit.jupiter.api.Tag;

/** The same for as many as a shop mails. */
@Tag("faults")
class TenThousandMailsIT extends MailerContract {

    TenThousandMailsIT() {
        super(10_000);
    }
}
