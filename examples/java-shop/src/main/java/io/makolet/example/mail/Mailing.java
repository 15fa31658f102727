package io.makolet.example.mail;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.makolet.client.BulkOffers;
import io.makolet.example.mail.Ledger.State;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a campaign to a list. One thread reads the list, a thousand lines at a time, and asks for tokens and offers; each of the
 * others fills and sends over a connection of its own. What waits between them is bounded.
 */
final class Mailing {

    private static final int CHUNK = 1_000;
    private static final int WAITING = 256;
    private static final long LOOK_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 30;

    private record Letter(Recipient to, String token, StreamOffersResponse.@Nullable Answer answer) {}

    private static final Letter END = new Letter(new Recipient(0, "", "", ""), "", null);

    private final Campaign campaign;
    private final Ends ends;
    private final Channel makolet;
    private final Smtp.Server server;
    private final boolean againInDoubt;
    private final Consumer<String> progress;
    private final BlockingQueue<Letter> letters = new ArrayBlockingQueue<>(WAITING);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param againInDoubt a mail of which nobody knows whether it was sent is sent again, with the same Message-ID */
    Mailing(
            Campaign campaign,
            Ledger ledger,
            Channel makolet,
            Smtp.Server server,
            boolean againInDoubt,
            Consumer<String> progress) {
        this.campaign = campaign;
        this.ends = new Ends(ledger);
        this.makolet = makolet;
        this.server = server;
        this.againInDoubt = againInDoubt;
        this.progress = progress;
    }

    /**
     * Sends to all of the list for whom nothing final is in the ledger.
     *
     * @return how many lines came to which end in this run
     * @throws MailingException if it can't go on; what was sent is in the ledger
     */
    Map<State, Integer> run(Recipients list, int connections) throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread sender = new Thread(this::send, "sender-" + i);
            sender.start();
            senders.add(sender);
        }
        try {
            List<Recipient> chunk = new ArrayList<>(CHUNK);
            while (list.hasNext()) {
                Recipient to = list.next();
                if (ends.isDone(to)) {
                    continue;
                }
                if (ends.isInDoubt(to) && !againInDoubt) {
                    ends.end(to, State.LEFT_OUT, "in doubt");
                    continue;
                }
                chunk.add(to);
                if (chunk.size() == CHUNK) {
                    ask(chunk);
                    chunk.clear();
                    progress.accept("line " + to.line() + ": " + ends.counts());
                }
            }
            if (!chunk.isEmpty()) {
                ask(chunk);
            }
            for (int i = 0; i < connections; i++) {
                hand(END);
            }
        } catch (RuntimeException e) {
            stop(e);
            throw e;
        } finally {
            for (Thread sender : senders) {
                sender.join();
            }
        }
        check();
        return ends.counts();
    }

    private void ask(List<Recipient> chunk) {
        List<String> tokens = AdminGrpc.newBlockingStub(makolet)
                .withWaitForReady()
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .makeTokens(MakeTokensRequest.newBuilder()
                        .addAllCustomerIds(
                                chunk.stream().map(Recipient::customerId).toList())
                        .build())
                .getTokensList();
        List<GetOffersRequest> questions = chunk.stream().map(this::question).toList();
        int[] at = {0};
        BulkOffers.ask(makolet, questions, (question, answer) -> {
            int i = at[0]++;
            hand(new Letter(chunk.get(i), tokens.get(i), answer));
        });
    }

    private GetOffersRequest question(Recipient to) {
        GetOffersRequest.Builder question = GetOffersRequest.newBuilder()
                .setCustomerId(to.customerId())
                .setPlacement(campaign.placement())
                .setChannel("email")
                .setLimit(campaign.limit())
                .addLanguages(to.language());
        return question.build();
    }

    private void hand(Letter letter) {
        try {
            while (!letters.offer(letter, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailingException("interrupted", e);
        }
    }

    private void check() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw cause instanceof MailingException known
                    ? new MailingException(String.valueOf(known.getMessage()), known)
                    : new IllegalStateException("a sender failed", cause);
        }
    }

    private void stop(Throwable cause) {
        failure.compareAndSet(null, cause);
        stopped.countDown();
    }

    private void send() {
        try (Smtp smtp = new Smtp(server)) {
            Delivery delivery = new Delivery(campaign, ends, smtp, againInDoubt, stopped);
            while (stopped.getCount() > 0) {
                Letter letter = letters.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (letter == null) {
                    continue;
                }
                StreamOffersResponse.Answer answer = letter.answer();
                if (answer == null) {
                    return;
                }
                if (!answer.hasOffers()) {
                    ends.end(letter.to(), State.FAILED, answer.getError().getMessage());
                } else if (wanted(letter.to(), answer.getOffers())) {
                    delivery.send(letter.to(), letter.token(), answer.getOffers());
                }
            }
        } catch (RuntimeException | Error | InterruptedException e) {
            stop(e);
        }
    }

    /** Whether the campaign wants this mail sent now; where not, it is in the ledger why. */
    private boolean wanted(Recipient to, GetOffersResponse answer) {
        if (!answer.getKnown() && !campaign.toUnknown()) {
            ends.end(to, State.LEFT_OUT, "not known");
            return false;
        }
        if (answer.getOffersCount() == 0) {
            ends.end(to, State.LEFT_OUT, "no offer");
            return false;
        }
        if (campaign.consent().isEmpty()) {
            return true;
        }
        try {
            boolean given = PersonalizationGrpc.newBlockingStub(makolet)
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .getCustomer(GetCustomerRequest.newBuilder()
                            .setCustomerId(to.customerId())
                            .build())
                    .getConsentOrDefault(campaign.consent(), false);
            if (!given) {
                ends.end(to, State.LEFT_OUT, "no consent to " + campaign.consent());
            }
            return given;
        } catch (StatusRuntimeException e) {
            ends.end(to, State.DEFERRED, "consent not known: " + e.getStatus().getCode());
            return false;
        }
    }
}
