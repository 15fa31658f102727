package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.NewSegment;
import io.makolet.definitions.Problems;
import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.NaiveCustomer;
import io.makolet.domain.customer.NaiveCustomer.Told;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every macro against the oracle on random histories, around leap days and changes of clocks, with fields missing and consent changing. */
class MacroOracleTest {

    private static final int CASES = 60;

    /** Short spans, and few values: edges meet often. */
    private static final List<String> MACROS = List.of(
            "first_time_buyer: {within: 3d}",
            "regular_buyer: {times: 2, over: this month, last_within: 2d}",
            "regular_buyer: {times: 2, over: last 3, last_within: 30h, event: [purchase, checkout]}",
            "seldom_buyer: {at_most: 1, over: 4d, known_for: 3d}",
            "occasion_buyer: {occasion: a, times: 1, share: 0.6, over: 9d}",
            "prefers_channel: {channel: a, over: this week, times: 1}",
            "prefers_device: {device: a, times: 1, over: 3d}",
            "opened_mail: {campaign: a, over: this day}",
            "clicked_mail: {topic: a, times: 2, over: 5d}",
            "ignored_mail: {topic: a, after: 1d, over: 3d}",
            "ignored_mail: {after: 2h, over: 1d, by: campaign}",
            "ignores_mails: {mails: 2, over: 5d}",
            "abandoned_cart: {after: 1h, over: 1d}",
            "abandoned_cart: {after: 6h, over: 2d, worth: 1, by: cart_id}",
            "abandoned_browse: {category: a, views: 2, after: 1h, over: 2d}",
            "bought_without: {item: a, without: b, after: 1d, over: 5d}",
            "bought_without: {item: a, field: product_ids, after: 1h, over: this week}",
            "bought_without: {item: b, field: brands, after: 1h, over: 4d}",
            "favourite_category: {category: a, times: 1, over: 6d}",
            "favourite_brand: {brand: a, times: 1, share: 0.4, over: this quarter}",
            "favourite_size: {size: b, times: 1, over: 3d}",
            "drawn_to: {what: [a, c], half_life: 2d}",
            "interested_in: {what: a, times: 2, over: 2d}",
            "dormant: {for: 2d}",
            "win_back: {silent: 1d, until: 3d, times: 1, worth: 2}",
            "won_back: {silent: 2d, within: 1d}",
            "refill_due: {item: a, after: 1d, until: 3d}",
            "lives_in: {place: [a, b]}",
            "family_status: {status: a}",
            "signed_up_via: {source: [b, c]}",
            "declared_topic: {topic: a}",
            "survey_answer: {field: answer, answer: [a]}",
            "rated: {field: stars, is: '<= 2'}",
            "costly_to_serve: {calls: 2, over: 3d}",
            "average_order: {from: 1, to: 2.5, over: 3d}",
            "coupon_buyer: {times: 1, over: 3d}",
            "full_price_buyer: {times: 1, over: 3d}",
            "anniversary_soon: {within: 1d}",
            "anniversary_soon: {of: wedding_day, within: 3d}",
            "before_holiday: {calendar: hebrew, day: 30 Adar I, within: 30d}",
            "before_holiday: {calendar: gregorian, day: 29 February, within: 2d}");

    private static final String PROFILE = """
            kind: Profile
            id: told
            fields:
              stars: {type: rating}
              answer: {type: text}
              wedding_day: {type: date}
              birthday: {type: date}
              interests: {type: multi_choice}
              sign_up_source: {type: text}
              family_status: {type: text}
              country: {type: text}
            """;
    private static final String FEED = """
            product_id,category,brand,complements
            a,x,b,c;b
            b,b,,
            c,c,a,a
            """;
    private static final String SEGMENT = """
            kind: Segment
            id: s
            owner: me
            title: S
            purpose: marketing
            when: {%s}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void equalTheOracleOnRandomHistories() throws IOException {
        for (String macro : MACROS) {
            Draft draft = draft(macro);
            Set<Truth> seen = new HashSet<>();
            for (long seed = 1; seed <= CASES; seed++) {
                compare(macro + ", seed " + seed, draft, new RandomHistory(seed), seen);
            }
            assertThat(seen).as(macro).contains(Truth.TRUE, Truth.FALSE);
        }
    }

    @Test
    void areAllTried() {
        assertThat(MACROS.stream().map(macro -> macro.substring(0, macro.indexOf(':'))))
                .containsAll(NewSegment.choices().stream()
                        .map(NewSegment.Choice::name)
                        .toList());
    }

    private static void compare(String where, Draft draft, RandomHistory history, Set<Truth> seen) {
        List<Definition> definitions = List.of(draft.publish(1, 0, Definition.Status.LIVE, 0));
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions));
        CustomerState state = new CustomerState("c");
        NaiveCustomer oracle = new NaiveCustomer("c", definitions);
        for (Event event : history.events()) {
            String when = where + ", " + event.type() + " at " + Instant.ofEpochMilli(event.time());
            List<Told> told = engine.onEvent(state, event).transitions().stream()
                    .map(t -> new Told(t.segmentId(), t.sequence(), t.value(), t.effectiveAt()))
                    .toList();
            assertThat(told).as(when).isEqualTo(oracle.onEvent(event));
            Membership lease = engine.memberships(state).get(0);
            for (long instant : instants(lease, state.clock())) {
                Truth truth = lease.at(instant);
                assertThat(truth)
                        .as("%s, %s at %s", when, lease, Instant.ofEpochMilli(instant))
                        .isEqualTo(oracle.at("s", instant));
                seen.add(truth);
            }
        }
    }

    /** Around each flip, and until when the lease holds. */
    private static List<Long> instants(Membership lease, long clock) {
        List<Long> instants = new ArrayList<>(List.of(clock, clock + 7));
        for (Flip flip : lease.flips()) {
            instants.addAll(List.of(flip.at() - 1, flip.at(), flip.at() + 1));
        }
        instants.add(lease.validUntil() - 1);
        return instants.stream()
                .filter(instant -> instant >= clock && instant < lease.validUntil() && instant < Long.MAX_VALUE / 2)
                .collect(Collectors.toList());
    }

    private Draft draft(String macro) throws IOException {
        Files.writeString(folder.resolve("profile.yaml"), PROFILE);
        Files.writeString(folder.resolve("products.csv"), FEED);
        Files.writeString(folder.resolve("s.yaml"), SEGMENT.formatted(macro));
        Checked checked = DefinitionFiles.load(folder);
        assertThat(checked)
                .as(() -> checked instanceof Problems found ? found.render() : "")
                .isInstanceOf(Drafts.class);
        return ((Drafts) checked).drafts().get(1);
    }
}
