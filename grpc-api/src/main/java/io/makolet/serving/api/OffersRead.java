package io.makolet.serving.api;

import com.google.protobuf.InvalidProtocolBufferException;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.KnownStanding;
import io.makolet.serving.catalog.Shelf;
import io.makolet.serving.catalog.Shelves;
import io.makolet.serving.catalog.Slice;
import io.makolet.serving.catalog.Standing;
import io.makolet.serving.catalog.UnknownStanding;
import io.makolet.serving.view.PackedView;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The best offers for a customer now, from bytes to bytes: what is asked for is looked up as it lies in the request, offers
 * are copied as they will be sent, and nothing is allocated on the way. Thread safe; it waits for nothing but the disk.
 */
final class OffersRead {

    /** What a thread needs to answer, again and again. */
    private static final class Desk {
        final Slice question = new Slice();
        final OffersBytes answer = new OffersBytes();
        final CustomerKeys keys = new CustomerKeys();
        final int[] best = new int[Requests.MAX_LIMIT];
        final float[] scores = new float[Requests.MAX_LIMIT];
        private @Nullable PackedView view;
        private @Nullable KnownStanding standing;

        /** A thread's views are one object, which is pointed at one after the other. */
        KnownStanding standing(PackedView found) {
            KnownStanding before = standing;
            if (found == view && before != null) {
                return before;
            }
            view = found;
            KnownStanding made = new KnownStanding(found);
            standing = made;
            return made;
        }
    }

    private final ViewFinder views;
    private final Shelves shelves;
    private final ReadClock clock;
    private final LongSupplier wallClock;
    private final ThreadLocal<Desk> desks = ThreadLocal.withInitial(Desk::new);

    /**
     * @param wallClock milliseconds UTC
     */
    OffersRead(ViewFinder views, CurrentCatalog catalog, ReadClock clock, LongSupplier wallClock) {
        this.views = views;
        this.shelves =
                new Shelves(catalog, (offer, languages) -> OffersAnswer.of(offer, languages, catalog.products()));
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /**
     * Answers a request.
     *
     * @throws InvalidRequestException if it can't be answered
     * @throws NotReadyException if the node can't answer
     */
    GetOffersResponse answer(GetOffersRequest request) {
        return parsed(answer(question(request)));
    }

    /**
     * What is offered to somebody of whom nothing is known, also while the node can't answer: of the definitions, what has
     * been read so far.
     *
     * @throws InvalidRequestException if it can't be answered
     */
    GetOffersResponse defaults(GetOffersRequest request) {
        OffersQuestion question = question(request);
        Desk desk = desks.get();
        byte[] key = desk.keys.of(question);
        return parsed(write(desk, key, shelf(question), null, new ReadTime(wallClock.getAsLong(), true)));
    }

    private static OffersQuestion question(GetOffersRequest request) {
        byte[] bytes = request.toByteArray();
        OffersQuestion question = new OffersQuestion();
        try {
            question.read(bytes, 0, bytes.length);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("our own message can't be read", e);
        }
        return question;
    }

    private static GetOffersResponse parsed(OffersBytes answer) {
        try {
            return GetOffersResponse.parser().parseFrom(answer.array(), 0, answer.size());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("our own message can't be read", e);
        }
    }

    /**
     * The answer to a question: a {@link GetOffersResponse}, good until this thread answers the next one.
     *
     * @throws InvalidRequestException if it can't be answered
     * @throws NotReadyException if the node can't answer
     */
    OffersBytes answer(OffersQuestion question) {
        Desk desk = desks.get();
        byte[] key = desk.keys.of(question);
        Shelf shelf = shelf(question);
        PackedView view = views.find(key);
        ReadTime time = clock.read(key, view);
        return write(desk, key, shelf, view, time);
    }

    private OffersBytes write(Desk desk, byte[] key, Shelf shelf, @Nullable PackedView view, ReadTime time) {
        Standing standing = UnknownStanding.INSTANCE;
        KnownStanding known = null;
        if (view != null) {
            known = desk.standing(view).at(time.asOf(), time.evaluatedThrough());
            standing = known;
        }
        int offers = shelf.rank(standing, time.asOf(), desk.best, desk.scores);
        OffersBytes out = desk.answer;
        out.begin();
        if (key.length > 0) {
            out.field(GetOffersResponse.CUSTOMER_ID_FIELD_NUMBER, key, 0, key.length);
        }
        DecisionIds.next(
                wallClock.getAsLong(), ThreadLocalRandom.current(), GetOffersResponse.DECISION_ID_FIELD_NUMBER, out);
        if (time.asOf() != ReadClock.UNKNOWN) {
            out.timestamp(GetOffersResponse.AS_OF_FIELD_NUMBER, time.asOf());
        }
        out.flag(GetOffersResponse.STALE_FIELD_NUMBER, time.stale() || (known != null && known.expired()));
        out.flag(GetOffersResponse.KNOWN_FIELD_NUMBER, known != null);
        for (int i = 0; i < offers; i++) {
            Shelf.Ready offer = shelf.ready(desk.best[i]);
            byte[] bytes = offer.bytes();
            out.field(GetOffersResponse.OFFERS_FIELD_NUMBER, bytes, 0, bytes.length);
            out.patch(out.size() - bytes.length + offer.scoreAt(), desk.scores[i]);
        }
        return out;
    }

    /** How many offers are asked for at most. */
    int limit(OffersQuestion question) {
        return shelf(question).limit();
    }

    private Shelf shelf(OffersQuestion question) {
        Slice rest = desks.get().question;
        rest.point(question.bytes(), question.restFrom(), question.to());
        return shelves.find(rest, OffersRead::read);
    }

    /** A question that was never asked, or not for long. */
    private static Shelves.Wish read(Slice question) {
        GetOffersRequest request;
        try {
            request = GetOffersRequest.parseFrom(question.toBytes());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException("request", "is no GetOffersRequest: " + e.getMessage());
        }
        int limit = Requests.limit(request);
        Requests.checkSizes(request);
        return new Shelves.Wish(request.getPlacement(), request.getChannel(), request.getLanguagesList(), limit);
    }
}
