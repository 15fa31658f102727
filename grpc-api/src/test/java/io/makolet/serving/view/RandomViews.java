package io.makolet.serving.view;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Views of all kinds, the same ones for the same seed. */
public final class RandomViews {

    private static final String[] TEXTS = {"", "a", "שלום", "مرحبا", "😀 emoji", "long ".repeat(60)};

    private final Random random;

    public RandomViews(long seed) {
        this.random = new Random(seed);
    }

    /** A view with segments and offers below these indexes, its lists in order of index. */
    public CustomerView next(String customerId, int segments, int offers) {
        return new CustomerView(
                customerId,
                new CustomerView.Version(
                        random.nextInt(3), random.nextInt(1_000), random.nextLong(), random.nextInt(9)),
                random.nextLong(),
                random.nextBoolean() ? text() : null,
                random.nextBoolean() ? random.nextLong() : Long.MIN_VALUE,
                memberships(segments),
                scores(offers),
                map(this::profileValue),
                map(random::nextBoolean),
                map(random::nextGaussian));
    }

    private List<Membership> memberships(int segments) {
        List<Membership> result = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            if (random.nextInt(3) > 0) {
                result.add(new Membership(
                        segment,
                        random.nextInt(),
                        truth(),
                        random.nextLong(),
                        flips(),
                        random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1_000),
                        random.nextInt(4) == 0 ? text() : null));
            }
        }
        return result;
    }

    private List<Membership.Flip> flips() {
        List<Membership.Flip> result = new ArrayList<>();
        long at = random.nextInt(100);
        for (int left = Math.max(0, random.nextInt(8) - 4); left > 0; left--) {
            result.add(new Membership.Flip(at, truth()));
            at += 1 + random.nextInt(300);
        }
        return result;
    }

    private List<OfferScore> scores(int offers) {
        List<OfferScore> result = new ArrayList<>();
        for (int offer = 0; offer < offers; offer++) {
            if (random.nextBoolean()) {
                result.add(new OfferScore(offer, (float) random.nextGaussian()));
            }
        }
        return result;
    }

    private <T> Map<String, T> map(Supplier<T> values) {
        Map<String, T> result = new TreeMap<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            result.put(text() + left, values.get());
        }
        return result;
    }

    private ProfileValue profileValue() {
        return switch (random.nextInt(8)) {
            case 0 -> new ProfileValue.Bool(random.nextBoolean());
            case 1 -> new ProfileValue.Choice(text());
            case 2 -> new ProfileValue.MultiChoice(List.of(text(), text()));
            case 3 -> new ProfileValue.Text(text());
            case 4 -> new ProfileValue.Numeric(random.nextGaussian());
            case 5 -> new ProfileValue.Date(LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000));
            case 6 -> new ProfileValue.Rating(1 + random.nextInt(5), 5);
            default -> new ProfileValue.Place(32.1, 34.8, random.nextBoolean() ? text() : null);
        };
    }

    private Truth truth() {
        return Truth.of(random.nextInt(3));
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
