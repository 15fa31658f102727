package io.makolet.domain.customer;

import io.makolet.domain.segment.Stay;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** The rules of a stay, word by word, over all that the condition ever was and all that was ever told. */
final class NaiveStay {

    /** The condition's truth from an instant on. */
    private record Was(long at, Truth condition) {}

    /** In or out from an instant on, told when the condition had changed so often. */
    private record Told(long at, boolean in, int changes) {}

    private final List<Was> past = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    NaiveStay copy() {
        NaiveStay copy = new NaiveStay();
        copy.past.addAll(past);
        copy.told.addAll(told);
        return copy;
    }

    /** A membership that was told without a stay. */
    static NaiveStay of(Truth standing, long since) {
        NaiveStay stay = new NaiveStay();
        boolean in = standing == Truth.TRUE;
        stay.past.add(new Was(since, Truth.of(in)));
        stay.told.add(new Told(since, in, 1));
        return stay;
    }

    /** How much is known: grows whenever anything changes. */
    int size() {
        return past.size() + told.size();
    }

    /** What is told at an instant at which the condition has a truth; instants don't go back. */
    Truth at(long now, Truth condition, Stay stay) {
        if (past.isEmpty() || last().condition() != condition) {
            past.add(new Was(now, condition));
        }
        boolean in = isIn(now, stay);
        if (in != wasIn()) {
            told.add(new Told(now, in, past.size()));
        }
        return condition == Truth.UNKNOWN ? Truth.UNKNOWN : Truth.of(in);
    }

    private boolean isIn(long now, Stay stay) {
        Truth condition = last().condition();
        if (condition == Truth.UNKNOWN) {
            return false;
        }
        if (wasIn()) {
            long stayed = now - told.get(told.size() - 1).at();
            return stayed < stay.expiresAfter() && (condition == Truth.TRUE || stayed < stay.minStay());
        }
        if (condition == Truth.FALSE || now - last().at() < stay.enterAfter()) {
            return false;
        }
        Told left = told.isEmpty() ? null : told.get(told.size() - 1);
        boolean expired = left != null && left.changes() == past.size();
        return left == null || (!expired && now - left.at() >= stay.cooldown());
    }

    private Was last() {
        return past.get(past.size() - 1);
    }

    private boolean wasIn() {
        return !told.isEmpty() && told.get(told.size() - 1).in();
    }

    /** Instants in {@code (from, through]} at which a rule may change what is told, if the condition does not change. */
    void instants(Stay stay, long from, long through, NavigableSet<Long> instants) {
        List<Long> due = new ArrayList<>();
        if (!past.isEmpty()) {
            due.add(last().at() + stay.enterAfter());
        }
        if (!told.isEmpty()) {
            long turned = told.get(told.size() - 1).at();
            due.add(turned + stay.minStay());
            due.add(turned + stay.cooldown());
            due.add(stay.expiresAfter() == Stay.NEVER ? Stay.NEVER : turned + stay.expiresAfter());
        }
        due.stream().filter(instant -> instant > from && instant <= through).forEach(instants::add);
    }
}
