package io.makolet.serving.api;

import io.makolet.v1.GetOffersResponse;

/**
 * An answer that can be kept for a while.
 *
 * @param offers without the instant, and with an id of the decision that is equal for equal decisions: equal answers are
 *     equal bytes
 * @param asOf the instant for which it holds, milliseconds UTC
 * @param changesAt when time alone may change it, in the same clock as {@code asOf}; {@link Long#MAX_VALUE} is never
 * @param instead why these are the offers for anybody; empty where they are the customer's own
 */
public record OffersPage(GetOffersResponse offers, long asOf, long changesAt, String instead) {}
