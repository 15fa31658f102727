package io.makolet.serving.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.management.ThreadMXBean;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.Definitions;
import io.makolet.serving.catalog.Products;
import io.makolet.serving.store.LogIdentity;
import io.makolet.serving.store.StoreBatch;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.HandFedNode;
import io.makolet.serving.tail.Readiness;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffersReadTest {

    private static final long AS_OF = 1_300_000_000_000L;
    private static final int OFFERS = 200;
    /** The time of the answer: two objects, which only the first compiler makes, the one that tests run with. */
    private static final long MOST_BYTES = 64;

    @TempDir
    Path directory = Path.of("");

    private final CurrentCatalog catalog = new CurrentCatalog();
    private ViewStore store;
    private OffersRead offers;

    @BeforeEach
    void open() {
        store = ViewStore.open(directory);
        store.rebuildFor(new LogIdentity("cluster", "views", 2));
        StoreBatch batch = store.batch();
        batch.put("dana".getBytes(StandardCharsets.UTF_8), view());
        store.write(batch);
        catalog.setDefinitions(Catalog.of(definitions()));
        Readiness readiness = HandFedNode.caughtUp();
        ReadClock clock =
                new ReadClock(ReadClock.Mode.WALL, Duration.ofSeconds(5), store, readiness, System::currentTimeMillis);
        offers = new OffersRead(new ViewFinder(store, readiness), catalog, clock, System::currentTimeMillis);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void allocatesNextToNothing() throws Exception {
        byte[] request = request("dana").setLimit(5).build().toByteArray();
        OffersQuestion question = new OffersQuestion();
        question.read(request, 0, request.length);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int rounds = 20_000;
        for (int attempt = 0; attempt < 10; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                offers.answer(question);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / rounds);
        }
        assertThat(least).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void readsQuestionsInWhateverOrderTheyAreWritten() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = shuffled(random);
            OffersQuestion question = new OffersQuestion();
            GetOffersRequest expected = GetOffersRequest.parseFrom(bytes);
            question.read(bytes, 0, bytes.length);
            assertThat(new String(
                            question.bytes(),
                            question.idFrom(),
                            question.idTo() - question.idFrom(),
                            StandardCharsets.UTF_8))
                    .as("round %d", round)
                    .isEqualTo(expected.getCustomerId());
            GetOffersRequest rest = GetOffersRequest.parser()
                    .parseFrom(question.bytes(), question.restFrom(), question.to() - question.restFrom());
            assertThat(rest)
                    .as("round %d", round)
                    .isEqualTo(expected.toBuilder().clearCustomerId().build());
        }
    }

    @Test
    void showsWhatHasChangedSince() {
        assertThat(first(request("dana")).getImageUrl()).isEmpty();
        catalog.products().put("P1", new Products.Links("/p1.png", null));
        assertThat(first(request("dana")).getImageUrl()).isEqualTo("/p1.png");
        List<Definition> one =
                List.of(Definitions.offer("only", 3).margin(7_000_000).build());
        catalog.setDefinitions(Catalog.of(one));
        assertThat(offers.answer(request("dana").build()).getOffersList())
                .extracting(Offer::getId)
                .containsExactly("only");
    }

    @Test
    void answersInTheScoresAndTimeOfTheView() {
        GetOffersResponse answer = offers.answer(request("dana").setLimit(3).build());
        assertThat(answer.getKnown()).isTrue();
        assertThat(answer.getCustomerId()).isEqualTo("dana");
        assertThat(answer.getDecisionId()).hasSize(36).matches("[0-9a-f-]+");
        assertThat(Timestamps.of(AS_OF)).isEqualTo(answer.getAsOf());
        assertThat(answer.getOffersList()).extracting(Offer::getId).containsExactly("o199", "o198", "o197");
        assertThat(answer.getOffersList()).extracting(Offer::getScore).containsExactly(200f, 199f, 198f);
        assertThat(offers.answer(request("לקוח").build()).getCustomerId()).isEqualTo("לקוח");
    }

    @Test
    void refusesAnIdThatIsNoText() {
        byte[] request =
                GetOffersRequest.newBuilder().setPlacement("home").build().toByteArray();
        byte[] wrong = new byte[request.length + 3];
        wrong[0] = 10;
        wrong[1] = 1;
        wrong[2] = (byte) 0xff;
        System.arraycopy(request, 0, wrong, 3, request.length);
        assertThatThrownBy(() -> {
                    OffersQuestion question = new OffersQuestion();
                    question.read(wrong, 0, wrong.length);
                    offers.answer(question);
                })
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is not UTF-8");
    }

    private Offer first(GetOffersRequest.Builder request) {
        return offers.answer(request.build()).getOffers(0);
    }

    private static GetOffersRequest.Builder request(String customer) {
        return GetOffersRequest.newBuilder().setCustomerId(customer).addLanguages("he");
    }

    /** Fields in any order, the id twice or never, and fields of a later version. */
    private static byte[] shuffled(Random random) {
        List<ByteString> parts = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            parts.add(request("c" + random.nextInt(9)).clearLanguages().build().toByteString());
        }
        if (random.nextBoolean()) {
            parts.add(GetOffersRequest.newBuilder()
                    .setLimit(random.nextInt())
                    .build()
                    .toByteString());
        }
        if (random.nextBoolean()) {
            parts.add(GetOffersRequest.newBuilder()
                    .setPlacement("home")
                    .addLanguages("ar")
                    .build()
                    .toByteString());
        }
        if (random.nextBoolean()) {
            UnknownFieldSet later = UnknownFieldSet.newBuilder()
                    .addField(
                            77,
                            UnknownFieldSet.Field.newBuilder()
                                    .addFixed32(random.nextInt())
                                    .addFixed64(random.nextLong())
                                    .addVarint(random.nextLong())
                                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                    .build())
                    .build();
            parts.add(later.toByteString());
        }
        if (random.nextInt(4) > 0) {
            Collections.sort(parts, ByteString.unsignedLexicographicalComparator());
        } else {
            Collections.shuffle(parts, random);
        }
        return ByteString.copyFrom(parts).toByteArray();
    }

    private static List<Definition> definitions() {
        List<Definition> result = new ArrayList<>();
        result.add(Definitions.segment("loyal", 0, null));
        result.add(Definitions.segment("reachable", 1, "marketing"));
        for (int offer = 0; offer < OFFERS; offer++) {
            result.add(Definitions.offer("o" + offer, offer)
                    .margin(1_000_000)
                    .products("P1")
                    .eligible(new Condition.Any(List.of(new Condition.In("reachable"), new Condition.In("loyal"))))
                    .build());
        }
        return result;
    }

    private static CustomerView view() {
        List<OfferScore> scores = new ArrayList<>();
        for (int offer = 0; offer < OFFERS; offer++) {
            scores.add(new OfferScore(offer, offer + 1));
        }
        Membership loyal = new Membership(
                0,
                1,
                Truth.TRUE,
                AS_OF,
                List.of(new Membership.Flip(Long.MAX_VALUE - 1, Truth.FALSE)),
                Long.MAX_VALUE,
                null);
        return new CustomerView(
                "dana",
                new CustomerView.Version(0, 3, 1, 0),
                AS_OF,
                "e",
                AS_OF,
                List.of(loyal),
                scores,
                Map.of(),
                Map.of("marketing", false),
                Map.of());
    }
}
