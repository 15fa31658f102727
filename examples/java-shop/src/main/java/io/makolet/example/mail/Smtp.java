package io.makolet.example.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** One connection to a mail server, kept for many mails. For one thread. */
final class Smtp implements AutoCloseable {

    private static final String PATIENCE_MILLIS = "30000";
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int PERMANENT = 500;
    private static final int TEMPORARY = 400;
    /** The server closes the connection with these words (RFC 5321, 3.8). */
    private static final int CLOSING = 421;

    /**
     * Where the mail server is.
     *
     * @param tls the connection has to become encrypted (STARTTLS)
     * @param user to sign in as; empty for nobody
     */
    record Server(String host, int port, boolean tls, String user, String password) {

        @Override
        public String toString() {
            return "the mail server at " + host + ":" + port;
        }
    }

    /** What the server answered: {@link Ledger.State#SENT}, FAILED or DEFERRED, and its words. */
    record Reply(Ledger.State state, String words) {}

    /** The connection broke before the server can have taken the mail. */
    static final class NotTakenException extends MessagingException {

        private static final long serialVersionUID = 1L;

        NotTakenException(MessagingException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * A mail on its way.
     *
     * @param id the Message-ID with its angle brackets; the same whenever this mail is sent
     * @param unsubscribe page that takes RFC 8058's POST
     */
    record Mail(String from, String to, String id, String language, String unsubscribe, Campaign.Filled filled) {}

    private final Server server;
    private final Session session;
    private final Handover transport;
    private boolean open;
    private long used;

    Smtp(Server server) {
        this.server = server;
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.starttls.required", String.valueOf(server.tls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", String.valueOf(!server.user().isEmpty()));
        session = Session.getInstance(properties);
        transport = new Handover(session, server);
    }

    /**
     * Connects where there is no connection, or it lay idle and is gone: a mail is handed over only to who answers.
     *
     * @throws MailingException if the server answers, and will not take any mail as this is set up
     * @throws MessagingException if it doesn't answer
     */
    void connect() throws MessagingException {
        if (open && System.nanoTime() - used > TRUSTED_NANOS && !transport.isConnected()) {
            drop();
        }
        if (open) {
            return;
        }
        // With a user it signs in, even with an empty one.
        boolean named = !server.user().isEmpty();
        try {
            transport.connect(
                    server.host(), server.port(), named ? server.user() : null, named ? server.password() : null);
        } catch (AuthenticationFailedException e) {
            throw new MailingException(server + " refuses the user '" + server.user() + "': " + words(e), e);
        }
        open = true;
        used = System.nanoTime();
    }

    /**
     * A mail as it will be handed over.
     *
     * @throws MessagingException if it can't be one, such as for its address
     */
    MimeMessage message(Mail mail) throws MessagingException {
        String utf8 = StandardCharsets.UTF_8.name();
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", mail.id());
            }
        };
        message.setFrom(new InternetAddress(mail.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.filled().subject(), utf8);
        message.setSentDate(Date.from(Instant.now()));
        message.setHeader("Content-Language", mail.language());
        message.setHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">");
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(mail.filled().text(), utf8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(mail.filled().html(), utf8, "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }

    /**
     * Hands a mail over.
     *
     * @throws MailingException if the server refuses whom all mails are from
     * @throws NotTakenException if the connection broke before the server can have taken it
     * @throws MessagingException if the connection broke, so that nobody knows whether the server has taken it
     */
    Reply send(MimeMessage message) throws MessagingException {
        used = System.nanoTime();
        transport.begin();
        try {
            transport.sendMessage(message, message.getAllRecipients());
            return new Reply(Ledger.State.SENT, message.getMessageID());
        } catch (MessagingException e) {
            return refusal(e);
        }
    }

    private Reply refusal(MessagingException e) throws MessagingException {
        int code = code(e);
        if (code == CLOSING || code < TEMPORARY) {
            drop();
        }
        if (code >= PERMANENT && refusesSender(e)) {
            throw new MailingException(server + " takes no mail from this sender: " + words(e), e);
        }
        if (code >= TEMPORARY) {
            return new Reply(code >= PERMANENT ? Ledger.State.FAILED : Ledger.State.DEFERRED, words(e));
        }
        throw transport.ended() ? e : new NotTakenException(e);
    }

    private static boolean refusesSender(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
            if (e instanceof SMTPSenderFailedException
                    || (e instanceof SMTPSendFailedException send
                            && send.getCommand().startsWith("MAIL"))) {
                return true;
            }
        }
        return false;
    }

    /** The server's code for its refusal, or a number below 400 where it refused nothing. */
    private static int code(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
            int code = m instanceof SMTPAddressFailedException address
                    ? address.getReturnCode()
                    : m instanceof SMTPSenderFailedException sender
                            ? sender.getReturnCode()
                            : m instanceof SMTPSendFailedException send ? send.getReturnCode() : -1;
            if (code >= TEMPORARY) {
                return code;
            }
        }
        return -1;
    }

    private static String words(MessagingException failure) {
        Exception last = failure;
        while (last instanceof SendFailedException m && m.getNextException() != null) {
            last = m.getNextException();
        }
        return String.valueOf(last.getMessage());
    }

    private void drop() {
        open = false;
        try {
            transport.close();
        } catch (MessagingException e) {
            // Of a connection that is broken nothing else is expected.
        }
    }

    @Override
    public void close() {
        if (open) {
            drop();
        }
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
