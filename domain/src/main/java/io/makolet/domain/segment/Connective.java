package io.makolet.domain.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** True if so many parts are, false if so many no longer can be: conjunction, disjunction and what is between. */
record Connective(int slot, int needed, List<Node> parts) implements Node {
    @Override
    public Future compute(Outlook outlook) {
        if (needed == 0 || needed > parts.size()) {
            return Future.always(Truth.of(needed == 0));
        }
        Future[] futures = new Future[parts.size()];
        int open = 0;
        int always = 0;
        int unknown = 0;
        for (int i = 0; i < futures.length; i++) {
            Future future = outlook.future(parts.get(i));
            if (!future.isConstant()) {
                futures[open++] = future;
            } else if (future.value() == Truth.TRUE) {
                always++;
            } else if (future.value() == Truth.UNKNOWN) {
                unknown++;
            }
            if (always >= needed) {
                return Future.TRUE;
            }
            if (always + unknown + open + futures.length - 1 - i < needed) {
                return Future.FALSE;
            }
        }
        return open == 0 ? Future.UNKNOWN : merge(outlook.builder(), futures, open, always, unknown);
    }

    private Future merge(Future.Builder result, Future[] futures, int open, int always, int unknown) {
        int[] steps = new int[open];
        long until = Series.NEVER;
        for (int i = 0; i < open; i++) {
            until = Math.min(until, futures[i].until());
        }
        result.begin(truth(futures, steps, always, unknown));
        while (true) {
            long next = Series.NEVER;
            for (int i = 0; i < open; i++) {
                if (steps[i] < futures[i].size()) {
                    next = Math.min(next, futures[i].at(steps[i]));
                }
            }
            if (next >= until || next == Series.NEVER) {
                break;
            }
            for (int i = 0; i < open; i++) {
                if (steps[i] < futures[i].size() && futures[i].at(steps[i]) == next) {
                    steps[i]++;
                }
            }
            if (!result.add(next, truth(futures, steps, always, unknown))) {
                break;
            }
        }
        result.limit(until);
        return result.build();
    }

    private Truth truth(Future[] futures, int[] steps, int always, int unknown) {
        int yes = always;
        int perhaps = always + unknown;
        for (int i = 0; i < steps.length; i++) {
            Truth truth = steps[i] == 0 ? futures[i].value() : futures[i].then(steps[i] - 1);
            yes += truth == Truth.TRUE ? 1 : 0;
            perhaps += truth == Truth.FALSE ? 0 : 1;
        }
        if (yes >= needed) {
            return Truth.TRUE;
        }
        return perhaps < needed ? Truth.FALSE : Truth.UNKNOWN;
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        if (outlook.future(this).value() != Truth.UNKNOWN) {
            return null;
        }
        for (Node part : parts) {
            String reason = part.reason(outlook);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }
}
