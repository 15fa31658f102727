package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Channel;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.IngestGrpc;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import io.makolet.v1.TrackedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Customers of the example shop who get a mail: some with an open basket, some who bought for the first time, some unknown. */
final class MailedCustomers {

    static final int COUNT = 2_000;

    private static final List<String> LANGUAGES = List.of("en", "he", "ar");
    private static final String IN_BASKET = "hold-my-basket";
    /** Enough that every task of the job has some. */
    private static final int PROBES = 16;

    private static final int GROUPS = 4;
    private static final int FILLED_A_BASKET = 0;
    private static final int BOUGHT = 1;
    private static final int LIMIT = 3;
    private static final int BATCH = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String target;

    /** Tells the system what they did. */
    MailedCustomers(MakoletProcess system) throws Exception {
        target = system.address("grpc");
        Serving.with(target, channel -> {
            awaitDefinitions(channel);
            for (int from = 0; from < COUNT; from += BATCH) {
                tell(
                        channel,
                        IntStream.range(from, from + BATCH)
                                .filter(i -> i % GROUPS <= BOUGHT)
                                .mapToObj(i -> i % GROUPS == BOUGHT ? buys(id(i)) : fillsABasket(id(i))));
            }
            return target;
        });
    }

    /** The system is ready before the shop's definitions are in the job: others do something until that has its effect. */
    private static void awaitDefinitions(Channel channel) {
        AtomicInteger round = new AtomicInteger();
        Awaitility.await("the shop's definitions").atMost(PATIENCE).until(() -> {
            String before = "probe" + round.get() + "-";
            String probe = "probe" + round.incrementAndGet() + "-";
            tell(channel, IntStream.range(0, PROBES).mapToObj(i -> fillsABasket(probe + i)));
            return IntStream.range(0, PROBES).allMatch(i -> has(ask(channel, before + i, "en"), IN_BASKET));
        });
    }

    private static void tell(Channel channel, Stream<TrackedEvent> events) {
        TrackResponse response = IngestGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .track(TrackRequest.newBuilder().addAllEvents(events.toList()).build());
        assertThat(response.getFailuresList()).isEmpty();
    }

    /** The customers as the mailer reads them. */
    List<String> lines() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> """
                        {"customerId": "%s", "email": "%s@mail.example", "language": "%s", "name": "Customer %s"}""".formatted(id(i), id(i), language(i), id(i)))
                .toList();
    }

    /** What each is to be offered in a mail, in the order of the lines, as soon as the node knows what they did. */
    List<GetOffersResponse> offers() throws Exception {
        return Serving.with(target, channel -> {
            List<GetOffersResponse> answers = new ArrayList<>();
            Awaitility.await("the node knows everybody").atMost(PATIENCE).untilAsserted(() -> {
                answers.clear();
                answers.addAll(ask(channel));
                assertThat(IntStream.range(0, COUNT)
                                .filter(i -> !has(answers.get(i), offered(i)))
                                .mapToObj(MailedCustomers::id))
                        .isEmpty();
            });
            return answers;
        });
    }

    private static boolean has(GetOffersResponse answer, String offer) {
        return answer.getOffersList().stream().anyMatch(one -> one.getId().equals(offer));
    }

    /** An offer that follows from what they did. */
    private static String offered(int i) {
        return switch (i % GROUPS) {
            case FILLED_A_BASKET -> IN_BASKET;
            case BOUGHT -> "welcome-guide";
            default -> "party-table-in-a-box";
        };
    }

    private static List<GetOffersResponse> ask(Channel channel) {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> ask(channel, id(i), language(i)))
                .toList();
    }

    private static GetOffersResponse ask(Channel channel, String customer, String language) {
        return PersonalizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .getOffers(GetOffersRequest.newBuilder()
                        .setCustomerId(customer)
                        .setPlacement("email-hero")
                        .addLanguages(language)
                        .setChannel("email")
                        .setLimit(LIMIT)
                        .build());
    }

    private static TrackedEvent fillsABasket(String customer) {
        return event(customer, "cart_add", Map.of("product_id", text("VG-101")));
    }

    private static TrackedEvent buys(String customer) {
        return event(
                customer,
                "purchase",
                Map.of(
                        "order_id",
                        text("order-" + customer),
                        "amount",
                        Value.newBuilder().setNumberValue(40).build(),
                        "currency",
                        text("GBP")));
    }

    private static TrackedEvent event(String customer, String type, Map<String, Value> fields) {
        return TrackedEvent.newBuilder()
                .setId("first-of-" + customer)
                .setCustomerId(customer)
                .setType(type)
                .setFields(Struct.newBuilder().putAllFields(fields))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static String id(int i) {
        return "m" + i;
    }

    /** Place of a customer's line, from 0. */
    static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    private static String language(int i) {
        return LANGUAGES.get(i % LANGUAGES.size());
    }
}
