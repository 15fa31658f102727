package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A membership that follows its condition as a {@link Stay} says: unknown while that is unknown.
 *
 * @param segment index of the segment's definition
 * @param part its condition, with the consent it needs
 */
record Staying(int slot, int segment, Stay stay, Node part) implements Node {

    @Override
    public List<Node> parts() {
        return List.of(part);
    }

    @Override
    public String source() {
        return "stay|" + segment;
    }

    /** Where the customer stands at the outlook's instant. */
    StayState now(Outlook outlook) {
        return outlook.facts().stay(segment).follow(outlook.future(part).value(), outlook.at(), stay);
    }

    /**
     * When time alone turns it, should its condition stay as it is; {@link Series#NEVER} for never. Where the condition
     * changes before, that is a change of its own.
     */
    long nextTurn(Outlook outlook) {
        return now(outlook).next(stay);
    }

    /** What the stay makes of the membership at the outlook's instant; null for nothing. */
    Finding.@Nullable Held held(Outlook outlook) {
        Truth condition = outlook.future(part).value();
        StayState state = now(outlook);
        long next = state.next(stay);
        if (condition == Truth.UNKNOWN || (state.in() && next == Series.NEVER)) {
            return null;
        }
        if (state.in()) {
            return new Finding.Held(condition == Truth.FALSE ? Finding.Hold.STAYING : Finding.Hold.EXPIRING, next);
        }
        if (condition == Truth.FALSE) {
            return null;
        }
        if (state.spent()) {
            return new Finding.Held(Finding.Hold.EXPIRED, Series.NEVER);
        }
        boolean cooling = state.cooledUntil(stay) > state.waitedUntil(stay);
        return new Finding.Held(cooling ? Finding.Hold.COOLING : Finding.Hold.WAITING, next);
    }

    @Override
    public Future compute(Outlook outlook) {
        Future condition = outlook.future(part);
        StayState state = now(outlook);
        Truth truth = condition.value();
        Future.Builder future = outlook.builder().begin(told(truth, state));
        int change = 0;
        while (true) {
            long turn = state.next(stay);
            long next = change < condition.size() ? Math.min(turn, condition.at(change)) : turn;
            if (next == Series.NEVER || next >= condition.until()) {
                break;
            }
            if (change < condition.size() && condition.at(change) == next) {
                truth = condition.then(change);
                change++;
            }
            state = state.follow(truth, next, stay);
            if (!future.add(next, told(truth, state))) {
                break;
            }
        }
        future.limit(condition.until());
        return future.build();
    }

    private static Truth told(Truth condition, StayState state) {
        return condition == Truth.UNKNOWN ? Truth.UNKNOWN : Truth.of(state.in());
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return outlook.future(part).value() == Truth.UNKNOWN ? part.reason(outlook) : null;
    }
}
