package io.makolet.example.mail;

import io.makolet.example.mail.Ledger.State;
import java.util.EnumMap;
import java.util.Map;

/** What became of the lines of a list: in the ledger, and counted for this run. Safe for threads. */
final class Ends {

    private final Ledger ledger;
    private final Map<State, Integer> counts = new EnumMap<>(State.class);

    Ends(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Nothing is to be done for this line any more. */
    boolean isDone(Recipient to) {
        return ledger.isDone(to.line());
    }

    /** The mail may have been sent, or not: whoever sent it was killed before it knew. */
    boolean isInDoubt(Recipient to) {
        return ledger.isInDoubt(to.line());
    }

    /** Where a mail is now; this run goes on with it. */
    void note(Recipient to, State state, String why) {
        ledger.write(to, state, why);
    }

    /** What became of a line in this run. */
    void end(Recipient to, State state, String why) {
        ledger.write(to, state, why);
        synchronized (counts) {
            counts.merge(state, 1, Integer::sum);
        }
    }

    /** How many lines came to which end in this run. */
    Map<State, Integer> counts() {
        synchronized (counts) {
            return new EnumMap<>(counts);
        }
    }
}
