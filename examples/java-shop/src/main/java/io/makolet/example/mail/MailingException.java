package io.makolet.example.mail;

/** What is wrong with a mailing, in words for who started it. */
final class MailingException extends RuntimeException {

    MailingException(String message) {
        super(message);
    }

    MailingException(String message, Throwable cause) {
        super(message, cause);
    }
}
