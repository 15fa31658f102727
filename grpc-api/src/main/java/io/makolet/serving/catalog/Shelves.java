package io.makolet.serving.catalog;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The shelves by what is asked for, made when it is asked for the first time, and anew when definitions or products have
 * changed. Callers ask for the same few things; their number is bounded all the same. Thread safe.
 */
public final class Shelves {

    /** What somebody asks for besides whose offers they are. */
    public record Wish(String placement, String channel, List<String> languages, int limit) {}

    private static final int MOST = 4_096;

    private record Epoch(Catalog definitions, long products, Map<Slice, Shelf> byQuestion) {}

    private final CurrentCatalog catalog;
    private final BiFunction<LiveOffer, List<String>, Shelf.Ready> write;
    private volatile Epoch epoch;

    /**
     * @param write an offer as it is sent to somebody who wants languages, best first
     */
    public Shelves(CurrentCatalog catalog, BiFunction<LiveOffer, List<String>, Shelf.Ready> write) {
        this.catalog = catalog;
        this.write = write;
        this.epoch = new Epoch(Catalog.EMPTY, -1, Map.of());
    }

    /** Reads a question that is new here. */
    public interface Reader {
        /** What is asked for; throws if it can't be answered, and then nothing is kept of it. */
        Wish read(Slice question);
    }

    /**
     * The shelf for a question.
     *
     * @param question bytes that are equal for equal questions; they may be changed afterwards
     */
    public Shelf find(Slice question, Reader reader) {
        Epoch now = epoch;
        long products = catalog.products().revision();
        Catalog definitions = catalog.definitions();
        if (now.definitions != definitions || now.products != products || now.byQuestion.size() > MOST) {
            now = new Epoch(definitions, products, new ConcurrentHashMap<>());
            epoch = now;
        }
        Shelf found = now.byQuestion.get(question);
        if (found == null) {
            found = make(definitions, reader.read(question));
            now.byQuestion.put(question.copy(), found);
        }
        return found;
    }

    private Shelf make(Catalog definitions, Wish wish) {
        List<LiveOffer> offers = definitions.offersAt(wish.placement()).stream()
                .filter(offer -> offer.goesThrough(wish.channel()))
                .toList();
        return new Shelf(offers, wish.limit(), offer -> write.apply(offer, wish.languages()));
    }
}
