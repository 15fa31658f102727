package io.makolet.example.mail;

import io.makolet.example.mail.Ledger.State;
import io.makolet.v1.GetOffersResponse;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Fills mails and hands them over by one connection, with some patience. For one thread. */
final class Delivery {

    private static final int ATTEMPTS = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final Campaign campaign;
    private final Ends ends;
    private final Smtp smtp;
    private final boolean againInDoubt;
    private final CountDownLatch stopped;

    /**
     * @param againInDoubt a mail of which nobody knows whether it was sent is sent again, with the same Message-ID
     * @param stopped where the mailing has failed elsewhere
     */
    Delivery(Campaign campaign, Ends ends, Smtp smtp, boolean againInDoubt, CountDownLatch stopped) {
        this.campaign = campaign;
        this.ends = ends;
        this.smtp = smtp;
        this.againInDoubt = againInDoubt;
        this.stopped = stopped;
    }

    /**
     * Sends a customer their offers; it is in the ledger afterwards what became of it, unless the mailing was stopped meanwhile.
     *
     * @param token that stands for the customer
     * @throws MailingException if the mail server doesn't answer, or takes no mail as this is set up
     */
    void send(Recipient to, String token, GetOffersResponse answer) throws InterruptedException {
        Smtp.Mail mail = new Smtp.Mail(
                campaign.from(),
                to.address(),
                messageId(to),
                to.language(),
                campaign.unsubscribe(token),
                campaign.fill(to.language(), token, answer));
        MimeMessage message;
        try {
            message = smtp.message(mail);
        } catch (MessagingException e) {
            ends.end(to, State.FAILED, "no mail can be made for '" + to.address() + "': " + e.getMessage());
            return;
        }
        for (int attempt = 1; !handedOver(to, message, attempt == ATTEMPTS); attempt++) {
            if (stopped.await(FIRST_PAUSE_MILLIS << attempt, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /**
     * Is it in the ledger what became of the mail? Where not, it may be handed over again.
     *
     * @throws MailingException if this was the last time
     */
    private boolean handedOver(Recipient to, MimeMessage message, boolean last) {
        boolean handed = false;
        try {
            smtp.connect();
            ends.note(to, State.SENDING, "");
            handed = true;
            Smtp.Reply reply = smtp.send(message);
            ends.end(to, reply.state(), reply.words());
            return true;
        } catch (Smtp.NotTakenException e) {
            ends.note(to, State.DEFERRED, "the connection broke before the mail's end");
            requireAnother(last, e);
            return false;
        } catch (MailingException e) {
            if (handed) {
                ends.note(to, State.DEFERRED, String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (MessagingException e) {
            if (handed && !againInDoubt) {
                ends.end(to, State.LEFT_OUT, "in doubt");
                return true;
            }
            requireAnother(last, e);
            return false;
        }
    }

    private void requireAnother(boolean last, MessagingException why) {
        if (last) {
            throw new MailingException("no answer from " + smtp + ": " + why.getMessage(), why);
        }
    }

    /** The same for the same line of the same campaign: who gets it twice can tell. */
    private String messageId(Recipient to) {
        String name = campaign.id() + "\n" + to.line() + "\n" + to.customerId();
        return "<" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + "@" + campaign.domain() + ">";
    }
}
