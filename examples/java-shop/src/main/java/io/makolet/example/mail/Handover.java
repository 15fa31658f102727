package io.makolet.example.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * An SMTP connection that knows whether the server may have taken a mail: not before the end of its data was sent (RFC 5321,
 * 4.1.1.4). What is wrong with the set-up is a {@link MailingException}, at once.
 */
final class Handover extends SMTPTransport {

    private final Smtp.Server server;
    private boolean encrypted;
    private boolean ended;

    Handover(Session session, Smtp.Server server) {
        super(session, null);
        this.server = server;
    }

    /** Begins another mail. */
    void begin() {
        ended = false;
    }

    /** Was the end of the mail sent, so that the server may have taken it? */
    boolean ended() {
        return ended;
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        boolean extended = super.ehlo(domain);
        if (server.tls() && !encrypted && !supportsExtension("STARTTLS")) {
            throw new MailingException(server + " doesn't offer STARTTLS, which --starttls asks for");
        }
        return extended;
    }

    @Override
    protected void startTLS() throws MessagingException {
        try {
            super.startTLS();
            encrypted = true;
        } catch (MessagingException e) {
            if (e.getCause() instanceof SSLException untrusted) {
                throw new MailingException(server + " can't be trusted: " + untrusted.getMessage(), e);
            }
            throw e;
        }
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        ended = true;
        super.finishData();
    }

    @Override
    public synchronized void close() throws MessagingException {
        encrypted = false;
        super.close();
    }
}
