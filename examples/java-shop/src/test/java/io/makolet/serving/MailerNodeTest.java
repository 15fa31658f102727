package io.makolet.serving;

/** As many as can be waited for whenever something changes. */
class MailerNodeTest extends MailerContract {

    MailerNodeTest() {
        super(1_000);
    }
}
